/// What the table of ODCS 2.2 cannot say: values that mean something else in ODCS 3, and elements that 2.2 writes as keys.
extension ODCS2 {
  /// Puts an element of ODCS 2.2 into the words of ODCS 3.
  static func translate(_ element: inout Element) {
    switch element.kind {
    case .contract:
      addServer(to: &element)
      addSupportChannels(to: &element)
    case .property: turnNullability(of: &element)
    case .qualityRule: translateRule(&element)
    default: break
    }
    element.makeCustomProperties(of: custom)
  }

  /// `isNullable` is false where it is absent (2.2.2, "Dataset and schema"), so that silence is a promise there and none in ODCS 3.
  private static func turnNullability(of property: inout Element) {
    guard let place = property.attributes.firstIndex(where: { $0.name == "required" }) else {
      property.attributes.append(Attribute(name: "required", value: .boolean(true), position: property.position))
      return
    }
    if let isNullable = property.attributes[place].value.boolean { property.attributes[place].value = .boolean(!isNullable) }
  }

  /// A rule belongs to a tool, and a cron expression says both when and by what.
  private static func translateRule(_ rule: inout Element) {
    if let engine = rule["engine"] { rule.attributes.append(Attribute(name: "type", value: .string("custom"), position: engine.position)) }
    if let schedule = rule["schedule"] {
      rule.attributes.append(Attribute(name: "scheduler", value: .string("cron"), position: schedule.position))
    }
    if let place = rule.attributes.firstIndex(where: { $0.name == "arguments.properties" }),
      case .string(let column) = rule.attributes[place].value
    {
      rule.attributes[place].value = .list([.string(column)])
    }
  }

  // MARK: Servers

  /// The keys that say where the data is, as the one server that 2.2 knows. It has no name: none is made up.
  private static func addServer(to contract: inout Element) {
    var attributes = contract.takeAttributes(startingWith: place)
    guard let first = attributes.first else { return }
    // Without an address nothing can be reached.
    guard attributes.contains(where: { ["host", "project", "dataset", "database"].contains($0.name) }) else {
      for attribute in attributes {
        contract.append(customProperty: attribute.name == "type" ? "sourceSystem" : attribute.name, attribute.value, attribute.position)
      }
      return
    }
    if let driver = attributes.firstIndex(where: { $0.name == "driver" }) {
      let attribute = attributes.remove(at: driver)
      contract.append(customProperty: "driver", attribute.value, attribute.position)
      if !attributes.contains(where: { $0.name == "type" }), let type = attribute.value.string?.split(separator: ":").last {
        attributes.append(Attribute(name: "type", value: .string(type.lowercased()), position: attribute.position))
      }
    }
    attributes = attributes.flatMap { attribute in
      switch (attribute.name, attribute.value) {
      case ("type", .string(let text)):
        return [Attribute(name: "type", value: .string(text.lowercased()), position: attribute.position)]
      case ("host", .string(let text)):
        // `localhost:5432`
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = ExactNumber(parts[1]) else { return [attribute] }
        return [
          Attribute(name: "host", value: .string(String(parts[0])), position: attribute.position),
          Attribute(name: "port", value: .number(port), position: attribute.position),
        ]
      default: return [attribute]
      }
    }
    contract.children.append(
      Element(kind: .server, step: .init("servers", .place(0)), position: first.position, attributes: attributes))
  }

  // MARK: Support

  private static func addSupportChannels(to contract: inout Element) {
    for attribute in contract.takeAttributes(startingWith: "support.") {
      guard let text = attribute.value.string, !text.isEmpty else { continue }
      var channel = Element(
        kind: .supportChannel, name: attribute.name == "feedback" ? "feedback" : text, step: .init("support"),
        position: attribute.position)
      channel.step.selector = .attribute("channel", channel.name ?? text)
      func say(_ name: String, _ value: String) {
        channel.attributes.append(Attribute(name: name, value: .string(value), position: attribute.position))
      }
      switch attribute.name {
      case "email":
        say("tool", "email")
        say("url", text.hasPrefix("mailto:") ? text : "mailto:" + text)
      case "slack": say("tool", "slack")
      default: say("url", text)
      }
      contract.children.append(channel)
    }
  }
}
