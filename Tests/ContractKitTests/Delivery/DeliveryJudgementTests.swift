import Testing

@testable import ContractKit

/// What each answer means for a delivery.
struct DeliveryJudgementTests {
  private static let now = 1_700_000_000

  private static let web: [(code: Int, retryAfter: String?, verdict: DeliveryJudgement.Verdict, mayHaveArrived: Bool)] = [
    (200, nil, .sent, false), (201, nil, .sent, false), (202, nil, .sent, false), (204, nil, .sent, false), (299, nil, .sent, false),
    (101, nil, .retry(after: nil), false), (199, nil, .retry(after: nil), false),
    (300, nil, .dead, false), (301, nil, .dead, false), (302, "5", .dead, false), (307, nil, .dead, false), (308, nil, .dead, false),
    (400, nil, .retry(after: nil), false), (401, nil, .retry(after: nil), false), (404, "9", .retry(after: nil), false),
    (410, nil, .gone, false), (422, nil, .retry(after: nil), false),
    (429, nil, .retry(after: nil), false), (429, "120", .retry(after: 120), false), (429, " 7 ", .retry(after: 7), false),
    (429, "soon", .retry(after: nil), false), (429, "-3", .retry(after: nil), false),
    (429, "99999999999999999999999999", .retry(after: Int.max), false),
    (500, "60", .retry(after: nil), false), (501, nil, .retry(after: nil), false), (502, "60", .retry(after: 60), true),
    (503, "Tue, 14 Nov 2023 22:14:20 GMT", .retry(after: 60), false), (503, "Tue, 14 Nov 2023 22:12:20 GMT", .retry(after: 0), false),
    (504, nil, .retry(after: nil), true), (599, nil, .retry(after: nil), false), (999, nil, .retry(after: nil), false),
  ]

  @Test(arguments: web) func `of HTTP`(code: Int, retryAfter: String?, verdict: DeliveryJudgement.Verdict, mayHaveArrived: Bool) {
    for kind in [Parcel.Kind.webhook, .slack, .teams] {
      let answer = CourierAnswer(identifier: "1", stage: .answered, code: code, retryAfter: retryAfter)
      #expect(
        DeliveryJudgement(answer, kind: kind, now: Self.now) == DeliveryJudgement(verdict, mayHaveArrived: mayHaveArrived), "\(code)")
    }
  }

  @Test(arguments: [
    (220, DeliveryJudgement.Verdict.sent, false), (250, .sent, false), (251, .sent, false), (354, .retry(after: nil), true),
    (421, .retry(after: nil), false), (450, .retry(after: nil), false), (451, .retry(after: nil), false), (452, .retry(after: nil), false),
    (500, .dead, false), (535, .dead, false), (550, .dead, false), (552, .dead, false), (554, .dead, false),
    (410, .retry(after: nil), false), (0, .retry(after: nil), false),
  ])
  func `of SMTP`(code: Int, verdict: DeliveryJudgement.Verdict, mayHaveArrived: Bool) {
    let answer = CourierAnswer(identifier: "1", stage: .answered, code: code)
    #expect(DeliveryJudgement(answer, kind: .mail, now: Self.now) == DeliveryJudgement(verdict, mayHaveArrived: mayHaveArrived))
  }

  @Test(arguments: Parcel.Kind.allCases) func `where nobody answered`(kind: Parcel.Kind) {
    func judge(_ stage: CourierAnswer.Stage) -> DeliveryJudgement {
      DeliveryJudgement(CourierAnswer(identifier: "1", stage: stage), kind: kind, now: Self.now)
    }
    #expect(judge(.forbidden) == .init(.dead))
    #expect(judge(.connecting) == .init(.retry(after: nil)))
    #expect(judge(.unanswered) == .init(.retry(after: nil), mayHaveArrived: true))
    // An answer without a code is none.
    #expect(judge(.answered) == .init(.retry(after: nil), mayHaveArrived: true))
  }

  @Test(arguments: [
    (0, DeliveryJudgement(.sent)), (64, .init(.dead)), (65, .init(.dead)), (66, .init(.dead)), (67, .init(.dead)), (68, .init(.dead)),
    (69, .init(.dead)), (70, .init(.dead)), (71, .init(.retry(after: nil))), (72, .init(.dead)), (73, .init(.dead)),
    (74, .init(.retry(after: nil))), (75, .init(.retry(after: nil), mayHaveArrived: true)), (76, .init(.dead)), (77, .init(.dead)),
    (78, .init(.dead)), (1, .init(.dead)), (127, .init(.dead)), (128 + 9, .init(.retry(after: nil), mayHaveArrived: true)),
  ])
  func `of sendmail`(status: Int, judgement: DeliveryJudgement) {
    #expect(DeliveryJudgement(sendmailStatus: status) == judgement)
  }

  @Test(
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
      ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Fri, 31 Dec 2038 23:59:60 GMT", 2_177_452_800),
      ("Sun, 06 Nov 1994 08:49:37", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sun, 31 Nov 1994 08:49:37 GMT", nil),
      ("Sun, 06 Nov 1994 24:49:37 GMT", nil), ("Sun, 06 Nov 1994 8:49:37 GMT", nil), ("06 Nov 1994", nil), ("", nil),
      ("Sun, 06 Xxx 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 99999999999999999999 08:49:37 GMT", nil),
    ] as [(String, Int?)])
  func `dates of HTTP`(text: String, seconds: Int?) {
    #expect(HTTPDate.secondsSince1970(text) == seconds)
  }
}
