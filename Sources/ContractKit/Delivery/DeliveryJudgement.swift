/// What the answer to an attempt means for a delivery.
package struct DeliveryJudgement: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    case sent
    /// Again, not before so many seconds where the other side said so.
    case retry(after: Int?)
    /// Never again by itself.
    case dead
    /// Never again, and nothing else to this address of this consumer either: it says itself that it is gone for good.
    case gone
  }

  package var verdict: Verdict
  /// Whether the content may have arrived although nobody said so: the next attempt is then marked as a possible duplicate.
  package var mayHaveArrived: Bool

  package init(_ verdict: Verdict, mayHaveArrived: Bool = false) {
    self.verdict = verdict
    self.mayHaveArrived = mayHaveArrived
  }

  /// Judges what the courier reports.
  ///
  /// - Parameter now: for a `Retry-After` that names a date.
  package init(_ answer: CourierAnswer, kind: Parcel.Kind, now: Int) {
    switch answer.stage {
    case .forbidden: self.init(.dead)
    case .connecting: self.init(.retry(after: nil))
    case .unanswered: self.init(.retry(after: nil), mayHaveArrived: true)
    case .answered:
      guard let code = answer.code else {
        self.init(.retry(after: nil), mayHaveArrived: true)
        return
      }
      self = kind == .mail ? Self.mail(code) : Self.web(code, answer.retryAfter, now: now)
    }
  }

  /// By the first digit of an SMTP reply (RFC 5321, section 4.2.1). A 3xx as the last word is a server that lost its thread.
  private static func mail(_ code: Int) -> DeliveryJudgement {
    switch code {
    case 200...299: .init(.sent)
    case 500...599: .init(.dead)
    case 300...399: .init(.retry(after: nil), mayHaveArrived: true)
    default: .init(.retry(after: nil))
    }
  }

  /// As Standard Webhooks has it: 2xx alone is success, everything else is tried again. But a redirect would take what is signed for one
  /// host to another, so it fails, and 410 is the receiver's own word that there is nobody any more.
  private static func web(_ code: Int, _ retryAfter: String?, now: Int) -> DeliveryJudgement {
    switch code {
    case 200...299: .init(.sent)
    case 300...399: .init(.dead)
    case 410: .init(.gone)
    case 429, 503: .init(.retry(after: retryAfter.flatMap { RetryAfter.seconds($0, now: now) }))
    // A gateway says that nobody behind it answered: what it passed on may have arrived.
    case 502, 504: .init(.retry(after: retryAfter.flatMap { RetryAfter.seconds($0, now: now) }), mayHaveArrived: true)
    default: .init(.retry(after: nil))
    }
  }

  /// Judges how `sendmail` ended: sysexits(3), and 128 plus the signal that ended it.
  package init(sendmailStatus status: Int) {
    switch status {
    case 0: self.init(.sent)
    // EX_OSERR and EX_IOERR: the machine had no process or no room for it.
    case 71, 74: self.init(.retry(after: nil))
    // EX_TEMPFAIL: some say it for what they have put into a queue of their own.
    case 75: self.init(.retry(after: nil), mayHaveArrived: true)
    case 129...: self.init(.retry(after: nil), mayHaveArrived: true)
    default: self.init(.dead)
    }
  }
}

/// The words of sysexits(3), for those who read what `sendmail` ended with.
package enum SystemExit {
  package static func words(_ status: Int) -> String {
    switch status {
    case 0: "accepted"
    case 64: "wrong usage (EX_USAGE)"
    case 65: "the message was not understood (EX_DATAERR)"
    case 67: "the recipient is unknown (EX_NOUSER)"
    case 68: "the host is unknown (EX_NOHOST)"
    case 69: "the service is not available (EX_UNAVAILABLE)"
    case 70: "an error of the program (EX_SOFTWARE)"
    case 71: "an error of the system (EX_OSERR)"
    case 73: "a file could not be made (EX_CANTCREAT)"
    case 74: "an error of reading or writing (EX_IOERR)"
    case 75: "not now (EX_TEMPFAIL)"
    case 77: "not allowed (EX_NOPERM)"
    case 78: "it is not set up (EX_CONFIG)"
    case 129...: "ended by signal \(status - 128)"
    default: "status \(status)"
    }
  }
}
