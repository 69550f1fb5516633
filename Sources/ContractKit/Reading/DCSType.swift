/// The types of the Data Contract Specification (section "Data Types") in the words of ODCS.
///
/// They are logical: what a column is in a database stands in `config` (`snowflakeType` and the like). So they become logical types
/// wherever ODCS has one that says as much, with the width as its format, and a physical type only where it has none.
enum DCSType {
  static func translate(_ field: inout Element) {
    guard let place = field.attributes.firstIndex(where: { $0.name == DCS.type }) else {
      takePhysicalType(of: &field, instead: nil)
      return
    }
    let type = field.attributes.remove(at: place)
    guard case .string(let text) = type.value else {
      field.attributes.append(Attribute(name: "logicalType", value: type.value, position: type.position, isKnown: type.isKnown))
      return
    }
    func say(_ name: String, _ value: Value) {
      field.attributes.append(Attribute(name: name, value: value, position: type.position))
    }
    var physical: String?
    switch text.lowercased() {
    case "string", "text", "varchar": say("logicalType", .string("string"))
    case "boolean", "date", "array", "map", "time": say("logicalType", .string(text.lowercased()))
    case "object", "record", "struct": say("logicalType", .string("object"))
    // 32 bits are what ODCS means where it says no width.
    case "int", "integer": say("logicalType", .string("integer"))
    case "long", "bigint": sayNumber("integer", format: "i64")
    case "float": sayNumber("number", format: "f32")
    case "double": sayNumber("number", format: "f64")
    case "number", "decimal", "numeric":
      say("logicalType", .string("number"))
      physical = decimal(of: field)
    case "timestamp", "timestamp_tz":
      say("logicalType", .string("timestamp"))
      say("logicalTypeOptions.timezone", .boolean(true))
    case "timestamp_ntz": say("logicalType", .string("timestamp"))
    default: physical = text
    }
    func sayNumber(_ logical: String, format: String) {
      say("logicalType", .string(logical))
      field.attributes.removeAll { $0.name == "logicalTypeOptions.format" }
      say("logicalTypeOptions.format", .string(format))
    }
    takePhysicalType(of: &field, instead: physical.map { Attribute(name: "physicalType", value: .string($0), position: type.position) })
  }

  /// `decimal(10, 2)`, where the author said more than that it is a number. Without a scale it is 0.
  private static func decimal(of field: Element) -> String? {
    guard field["precision"] != nil || field["scale"] != nil else { return nil }
    let scale = field.value("scale")?.number?.integer
    guard let precision = field.value("precision")?.number?.integer ?? (scale == nil ? nil : 38) else { return nil }
    return scale.map { "decimal(\(precision),\($0))" } ?? "decimal(\(precision))"
  }

  /// The keys of `config` that say what a column is where it lies.
  private static let keys = [
    "postgresType", "bigqueryType", "snowflakeType", "redshiftType", "sqlserverType", "databricksType", "glueType", "oracleType",
    "trinoType", "mysqlType", "clickhouseType", "duckdbType", "physicalType",
  ]

  /// One physical type in `config` is that of the column. Of several none is: they stay what they are.
  private static func takePhysicalType(of field: inout Element, instead attribute: Attribute?) {
    let stated = field.attributes.filter { $0.name.hasPrefix(DCS.config) && keys.contains(String($0.name.dropFirst(DCS.config.count))) }
    if stated.count == 1, let text = stated[0].value.string {
      field.attributes.removeAll { $0.name == stated[0].name }
      field.attributes.append(Attribute(name: "physicalType", value: .string(text), position: stated[0].position))
    } else if let attribute {
      field.attributes.append(attribute)
      // They are said by it.
      field.attributes.removeAll { $0.name == "precision" || $0.name == "scale" }
    }
    for place in field.attributes.indices where ["precision", "scale"].contains(field.attributes[place].name) {
      field.attributes[place].name = DCS.custom + field.attributes[place].name
    }
  }
}
