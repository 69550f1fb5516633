/// The service levels of the Data Contract Specification, each a key with its own words, as rows of ODCS.
enum DCSServiceLevel {
  /// The rows that one of them makes: what is measured beside the main value is a row of its own.
  static func rows(of level: Element) -> [Element] {
    let name = level.step.key
    guard DCS.serviceLevels.contains(name) else { return [level] }
    var main = level
    main.attributes = []
    var further: [Element] = []
    let hasValue = level["value"] != nil
    for attribute in level.attributes {
      switch (attribute.name, attribute.value) {
      case ("unlimited", .boolean(let isUnlimited)):
        // `unlimited: false` is what is meant anyway.
        if isUnlimited { main.attributes.append(Attribute(name: "value", value: .string("unlimited"), position: attribute.position)) }
      case ("value", _) where main["value"] != nil: break
      case ("value", .string(let text)):
        var attribute = attribute
        // A number alone, which the specification has as a text.
        if let number = ExactNumber(text) { attribute.value = .number(number) }
        main.attributes.append(attribute)
      case ("cron", _):
        // In lieu of an interval it is the value, beside one it says when.
        main.attributes.append(Attribute(name: hasValue ? "schedule" : "value", value: attribute.value, position: attribute.position))
      case ("responseTime", _), ("recoveryTime", _), ("recoveryPoint", _):
        further.append(
          Element(
            kind: .serviceLevel, name: attribute.name, step: step(attribute.name, element: nil), position: attribute.position,
            attributes: [Attribute(name: "value", value: attribute.value, position: attribute.position)]))
      default: main.attributes.append(attribute)
      }
    }
    main.name = name
    main.step = step(name, element: main.value("element")?.text)
    let says = main["value"] != nil || further.isEmpty
    return (says ? [main] : []) + further
  }

  private static func step(_ name: String, element: String?) -> ElementPath.Step {
    guard let element else { return .init("slaProperties", .attribute("property", name)) }
    return .init("slaProperties", .attributes([.init("property", name), .init("element", element)]))
  }
}
