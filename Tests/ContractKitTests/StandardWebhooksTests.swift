import ContractKit
import Testing

struct StandardWebhooksTests {
  /// The example of the specification's own libraries, and codes made with Python's `hmac`.
  @Test(arguments: [
    (
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}",
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    ),
    ("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "a", 0, "", "v1,N+Hx3edQLOlFWLC6mCr/sY5tyN1fcB3a/kg4SRyryWQ="),
    (
      "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==",
      "d1f0d1f0d1f0d1f0d1f0d1f0d1f0d1f0d1f0d1f0", 1_717_243_200, "é\n", "v1,RFMaqurBG42D4qxeHQpOy96tb6dVKkzqxkv8Nzw+Kgc="
    ),
    (
      "whsec_//////////////////////////////////////////8=", "msg_1", 4_102_444_800, "xxxxx",
      "v1,WGcUhnJLWgEDZ3g7JNBpnfF1pF6KfU/uAx76W8fiku4="
    ),
  ])
  func `a signature is the code of identifier, time and content`(secret: String, id: String, time: Int, content: String, code: String)
    throws
  {
    let key = try #require(StandardWebhooks.Secret(secret))
    let time = Timestamp(secondsSince1970: time)
    #expect(StandardWebhooks.signature(identifier: id, time: time, content: Array(content.utf8), secret: key) == code)
    let fields = StandardWebhooks.fields(identifier: id, time: time, content: Array(content.utf8), secrets: [key])
    #expect(fields.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
    #expect(fields.map(\.value) == [id, String(time.secondsSince1970), code])
  }

  @Test func `a secret that is being replaced signs beside the new one`() throws {
    let old = try #require(StandardWebhooks.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    let new = try #require(StandardWebhooks.Secret("whsec_" + Base64.encode([UInt8](repeating: 7, count: 32))))
    let time = Timestamp(secondsSince1970: 0)
    let value = StandardWebhooks.fields(identifier: "a", time: time, content: [], secrets: [new, old])[2].value
    let codes = value.split(separator: " ").map(String.init)
    #expect(codes == [new, old].map { StandardWebhooks.signature(identifier: "a", time: time, content: [], secret: $0) })
    #expect(Set(codes).count == 2)
  }

  @Test(arguments: [
    "", "whsec_", "whsec_!", "whsec_AAAA", "whsec_" + String(repeating: "A", count: 28), "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=", "whsec_" + String(repeating: "A", count: 88),
  ])
  func `what is no key of 24 to 64 bytes is refused`(text: String) {
    #expect(StandardWebhooks.Secret(text) == nil)
  }

  @Test func `the prefix may be missing`() {
    #expect(
      StandardWebhooks.Secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") == StandardWebhooks.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
  }
}
