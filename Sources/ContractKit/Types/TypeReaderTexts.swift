extension TypeReader {
  /// Texts and enumerations.
  func text(_ syntax: TypeSyntax) -> DataType? {
    var words = syntax.words
    // `CHARACTER SET utf8mb4` says how, not what.
    if words.count > 3, let place = words.firstIndex(of: "CHARACTER"), place > 0, words[place + 1] == "SET" {
      words.removeSubrange(place...)
    }
    // `VARCHAR(20 CHAR)`: the unit stands among the arguments.
    let length = syntax.numbers.first
    let isMaximal = syntax.types.contains { $0.type.name == "MAX" }
    switch words.joined(separator: " ") {
    case "VARCHAR", "VARCHAR2", "NVARCHAR", "NVARCHAR2", "CHARACTER VARYING", "CHAR VARYING", "NCHAR VARYING",
      "NATIONAL CHARACTER VARYING", "NATIONAL CHAR VARYING", "NATIONAL VARCHAR":
      return .text(length: isMaximal ? nil : length ?? lengthWithoutArgument, isFixed: false)
    case "STRING", "TEXT":
      if dialect == .mysql, length == nil { return .text(length: 65_535, isFixed: false) }
      if dialect == .redshift, length == nil { return .text(length: 256, isFixed: false) }
      return .text(length: length ?? (dialect == .snowflake ? lengthWithoutArgument : nil), isFixed: false)
    case "CHAR", "CHARACTER", "NCHAR", "BPCHAR", "NATIONAL CHARACTER", "NATIONAL CHAR":
      // Snowflake does not fill up with blanks.
      return .text(length: length ?? 1, isFixed: dialect != .snowflake)
    case "TINYTEXT": return .text(length: 255, isFixed: false)
    case "MEDIUMTEXT", "LONGTEXT", "NTEXT", "CLOB", "NCLOB", "CITEXT", "UTF8", "CHARACTER LARGE OBJECT", "LONG VARCHAR":
      return .text(length: nil, isFixed: false)
    case "LONG" where dialect == .oracle: return .text(length: nil, isFixed: false)
    case "ENUM", "ENUM8", "ENUM16", "SET":
      return syntax.texts.isEmpty ? nil : .enumeration(syntax.texts.sorted())
    default: return nil
    }
  }

  /// What a `VARCHAR` without a length holds; nil is as long as it gets.
  private var lengthWithoutArgument: Int? {
    switch dialect {
    case .snowflake: 16_777_216
    case .redshift: 256
    case .sqlServer: 1
    default: nil
    }
  }
}
