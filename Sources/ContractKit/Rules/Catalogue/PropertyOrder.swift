extension Catalogue {
  private static let fixedWidth = "{server: files, type: sftp, location: 'sftp://h/a', format: fixed-width}"

  /// Does the order of the columns matter, and is it the same?
  static let propertyOrder = [
    Rule(
      "properties-reordered", [.object], ["properties"], [.changed], .dangerous,
      message: "columns of {name} stand in another order",
      reason: "The format is read by position: readers take one column for another and nothing fails.",
      advice: "Keep the order, or serve a format with column names.",
      isAboutData: true,
      fires: [
        .columns(on: fixedWidth, "- {name: id}\n- {name: email}", "- {name: email}\n- {name: id}").marked("schema:\n  - ", "schema:\n  - ↓")
      ],
      nearMisses: [
        .columns("- {name: id}\n- {name: email}", "- {name: email}\n- {name: id}", expects: [])
      ])
  ]
}
