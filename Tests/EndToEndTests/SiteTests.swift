import ContractTestSupport
import Foundation
import Testing

/// The site of the example, in a real browser.
struct SiteTests {
  /// Whether python3 and chromium are there; a test that needs them is skipped without them.
  static let hasBrowser: Bool = {
    do {
      let environment = TestEnvironment(home: "/nonexistent")
      return try environment.run("sh", ["-c", "command -v python3 && command -v chromium"], in: "/").status == 0
    } catch {
      return false
    }
  }()

  private let scratch: Scratch
  private let environment: TestEnvironment

  init() throws {
    scratch = try Scratch()
    environment = TestEnvironment(home: try scratch.makeDirectory("home"))
    let rebuilt = try environment.run(ExampleTests.folder + "/rebuild", ["bramble"], in: scratch.path)
    guard rebuilt.status == 0 else { throw TestFailure(rebuilt.errors) }
    let answer = try environment.run(
      Company.binaryDirectory() + "/git-contract", ["site", "--output", scratch.path("site")], in: scratch.path("bramble"))
    guard answer.status == 0 else { throw TestFailure(answer.errors) }
  }

  private func browse() throws -> TestOutput {
    try environment.run(ExampleTests.folder + "/../Scripts/browse-site", [scratch.path("site")], in: scratch.path)
  }

  @Test(.enabled(if: hasBrowser, "chromium is not installed; 'apt-get install chromium' lets this test run"))
  func `a browser finds nothing wrong with it: wide and narrow, light and dark, by keyboard, searched, without scripts`() throws {
    let answer = try browse()
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(answer.errors.hasSuffix(" pages, 0 faults\n"), "\(answer.errors)")
  }

  @Test(.enabled(if: hasBrowser, "chromium is not installed; 'apt-get install chromium' lets this test run"))
  func `names that are longer than a screen stay within it`() throws {
    let name = String(repeating: "quite_a_long_name_", count: 6)
    let repository = try TestRepository()
    try repository.commit(
      [
        "contracts/a.yaml": """
        apiVersion: v3.1.0
        kind: DataContract
        id: \(name)
        name: \(name)
        version: 1.0.0
        status: active
        domain: \(name)
        description: {purpose: \(name)}
        schema:
          - name: \(name)
            physicalType: table
            description: \(name)
            properties:
              - {name: \(name), logicalType: object, physicalType: "STRUCT<\(name)>", classification: \(name), tags: [\(name)], properties: [
                  {name: \(name), logicalType: object, properties: [{name: \(name), logicalType: string}]}]}
        slaProperties: [{property: \(name), value: \(name)}]
        tags: [\(name)]

        """, "CODEOWNERS": "* @\(name)/\(name)\n",
        "consumers/x.yaml": """
        apiVersion: git-contract/v1
        kind: ContractConsumer
        id: \(name)
        name: \(name)
        team: "@\(name)/\(name)"
        uses: [{contract: \(name), version: "^1.0", fields: {\(name): [\(name)]}}]

        """,
      ], "\(name)\n", by: TestPerson("Ann Owner", "ann@shop.example"))
    try FileManager.default.removeItem(atPath: scratch.path("site"))
    let written = try environment.run(
      Company.binaryDirectory() + "/git-contract", ["site", "--output", scratch.path("site")], in: repository.path)
    #expect(written.status == 0, "\(written.errors)")
    let answer = try browse()
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
  }

  /// What looks for faults must find some.
  @Test(.enabled(if: hasBrowser, "chromium is not installed; 'apt-get install chromium' lets this test run"))
  func `what is wrong is found: a script in the page, a picture from elsewhere, a wide box, a search that finds nothing`() throws {
    let page = try scratch.read("site/consumers.html")
    let wrong = "<script>console.log('x')</script><img src=\"http://127.0.0.1:1/x.png\"><svg width=\"900\" height=\"9\"></svg></main>"
    try scratch.write(page.replacing("</main>", with: wrong), to: "site/consumers.html")
    try scratch.write("const contractIndex = [];\n", to: "site/search-index.js")
    let answer = try browse()
    #expect(answer.status == 1)
    for fault in [
      "consumers.html (1280, light): Executing inline script violates", "Loading the image 'http://127.0.0.1:1/x.png' violates",
      "consumers.html (390, dark): the content is ", "the search for 'trips' ",
    ] { #expect(answer.output.contains(fault), "\(fault): \(answer.output)") }
  }
}
