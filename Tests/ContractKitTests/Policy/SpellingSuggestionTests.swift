import ContractKit
import Testing

@Test(arguments: [
  ("ownrship", "ownership"), ("Ownership", "ownership"), ("lvels", "levels"), ("leevls", "levels"), ("repo", nil), ("pathes", "paths"),
  ("xyz", nil), ("", nil),
])
func suggestsOnlyWhatIsNear(word: String, expected: String?) {
  #expect(SpellingSuggestion.nearest(to: word, among: ["ownership", "levels", "paths", "repository", "tag"]) == expected)
}

@Test func suggestionDoesNotDependOnOrder() {
  #expect(SpellingSuggestion.nearest(to: "cat", among: ["car", "bat"]) == "bat")
  #expect(SpellingSuggestion.nearest(to: "cat", among: ["bat", "car"]) == "bat")
  #expect(SpellingSuggestion.clause(for: "cat", among: ["bat"]) == "; did you mean 'bat'?")
}
