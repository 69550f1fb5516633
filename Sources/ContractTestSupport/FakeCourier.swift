import Foundation

/// A courier that carries nothing: it writes down what it was asked for, and answers what the address says.
///
/// The last part of a URL's path, or what stands before the `@` of an address, is the answer: `ok`; `c503`, `c429-120` for a code and its
/// `Retry-After`; `refuse` (no connection), `forbid`, `drop` (it arrived, and nobody answered), `die` (the courier itself ends), `flaky` (503 once for
/// each id, then well), `echo` (well, and says all that it was asked for, secrets included).
package struct FakeCourier: Sendable {
  /// One request that reached it.
  package struct Delivery: Sendable {
    package let id: String
    package let word: String
    package let isMarkedDuplicate: Bool
    /// The whole request as it came: JSON.
    package let request: String

    /// Whether the message is with its receiver now.
    package var hasArrived: Bool { word == "ok" || word == "echo" || word == "drop" || word == "flaky-ok" }
  }

  package let program: String
  private let log: String

  package init(in scratch: Scratch, name: String = "courier") throws {
    program = scratch.path(name)
    log = scratch.path(name + ".log")
    try TestFiles.writeScript(Self.script.replacingOccurrences(of: "LOG", with: log), to: program)
  }

  /// What it was asked for so far, in order.
  package func deliveries() throws -> [Delivery] {
    guard FileManager.default.fileExists(atPath: log) else { return [] }
    return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
      guard parts.count == 4 else { throw TestFailure("half a line in the log of the courier: \(line)") }
      return Delivery(id: parts[0], word: parts[1], isMarkedDuplicate: parts[2] == "yes", request: parts[3])
    }
  }

  private static let script = """
    #!/usr/bin/env python3
    import base64, json, os, sys
    log = os.open("LOG", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    def answer(i, stage, code=None, after=None, message=""):
        sys.stdout.write(json.dumps({"id": i, "stage": stage, "code": code, "retryAfter": after, "message": message}) + "\\n")
        sys.stdout.flush()
    for line in sys.stdin.buffer:
        r = json.loads(line)
        i = r["id"]
        if "post" in r:
            word = r["post"]["url"].rsplit("/", 1)[1]
            marked = any(f["name"] == "x-contract-possible-duplicate" for f in r["post"]["fields"])
            well = 200
        else:
            word = r["mail"]["recipient"].split("@")[0]
            marked = base64.b64decode(r["content"]).startswith(b"X-Contract-Possible-Duplicate: yes\\r\\n")
            well = 250
        if word == "flaky":
            mark = "LOG." + i
            if os.path.exists(mark): word = "flaky-ok"
            else: open(mark, "w").close()
        os.write(log, ("%s %s %s %s\\n" % (i, word, "yes" if marked else "no", line.decode().strip())).encode())
        if word in ("ok", "flaky-ok"): answer(i, "answered", well, message="thanks")
        elif word == "echo": answer(i, "answered", well, message="got " + line.decode())
        elif word == "flaky": answer(i, "answered", 503)
        elif word == "refuse": answer(i, "connecting", message="connection refused")
        elif word == "forbid": answer(i, "forbidden", message="a private address")
        elif word == "drop": answer(i, "unanswered", message="connection closed")
        elif word == "die": os._exit(3)
        elif word.startswith("c"):
            code, _, after = word[1:].partition("-")
            answer(i, "answered", int(code), after or None, "as asked")

    """
}
