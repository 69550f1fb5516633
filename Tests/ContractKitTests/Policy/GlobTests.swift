import ContractKit
import Testing

@Test(arguments: [
  ("**/*.yaml", "a.yaml", true), ("**/*.yaml", "x/y/a.yaml", true), ("**/*.yaml", "a.yml", false), ("**/*.yaml", "a.yaml/b", false),
  (".*/**", ".github/CODEOWNERS", true), (".*/**", "x/.github/CODEOWNERS", false), (".*/**", ".gitignore", false),
  ("consumers/**", "consumers/a/b.yaml", true), ("consumers/**", "consumers", false), ("consumers/", "consumers/a/b.yaml", true),
  ("consumers/**/*.yaml", "consumers/a.yaml", true), ("consumers/**/*.yaml", "consumers/a/b/c.yaml", true),
  ("contracts/*", "contracts/a.yaml", true), ("contracts/*", "contracts/a/b.yaml", false), ("*.yaml", "x/y.yaml", true),
  ("/a.yaml", "a.yaml", true), ("/a.yaml", "b/a.yaml", false), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
  ("a/**/b", "a/x/y/c", false), ("a?c", "abc", true), ("a?c", "aüc", true), ("a?c", "a/c", false), ("[ab]c", "bc", true),
  ("[!ab]c", "bc", false), ("[^ab]c", "cc", true), ("[]]c", "]c", true), ("[a-c]", "b", true), ("[a-]", "-", true),
  ("\\*.yaml", "*.yaml", true), ("\\*.yaml", "a.yaml", false), ("refs/tags/*/v*", "refs/tags/orders/v1.0.0", true),
  ("refs/tags/*/v*", "refs/tags/v1", false), ("a**b", "axxb", true), ("**", "a/b", true), ("a/**/**/b", "a/b", true),
  ("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false), ("é", "e\u{301}", false),
])
func globMatches(pattern: String, path: String, expected: Bool) throws {
  #expect(try Glob(pattern).matches(path) == expected)
}

@Test func globFoldsCaseOnRequest() throws {
  let glob = try Glob("refs/heads/Release/[x-z]*")
  #expect(glob.matches("refs/heads/release/X1", ignoringCase: true))
  #expect(!glob.matches("refs/heads/release/X1"))
}

@Test(arguments: ["", "a[b", "a\\", "[z-a]", "a//b", "[!", "/"])
func globRefusesWhatIsNoPattern(pattern: String) {
  #expect(throws: Glob.Invalid.self) { try Glob(pattern) }
}

@Test(arguments: [
  ("**/*.yaml", ""), ("*.yaml", ""), ("contracts", ""), ("contracts/", ""), ("/a.yaml", ""), ("contracts/**", "contracts"),
  ("/contracts/**/*.yaml", "contracts"), ("data/orders/*.yaml", "data/orders"), ("data/o*/x/a.yaml", "data"), ("d[a]ta/x/*", ""),
  ("a\\*b/*.yaml", "a*b"), ("contracts/orders.yaml", "contracts"), ("a/**/b/c.yaml", "a"),
])
func globNamesItsFolder(pattern: String, folder: String) throws {
  #expect(try Glob(pattern).folder == folder)
}

@Test(arguments: ["a.yaml", ".yaml", "x/.yaml", "x/y/é.yaml", "a.yaml/b", "yaml", "", "x.yaml/", "a.yamlx", "ü/ö.YAML"])
func globTakesTheShortWayToTheSameAnswer(path: String) throws {
  #expect(try Glob("**/*.yaml").matches(path) == Glob("**/*[.]yaml").matches(path))
  #expect(try Glob("*.yaml").matches(path) == Glob("*[.]yaml").matches(path))
}
