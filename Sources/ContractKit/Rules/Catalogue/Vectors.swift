extension Catalogue {
  private static let typed = [Element.Kind.property, .arrayItem, .mapKey, .mapValue]

  /// Can the vectors still be compared with the old ones?
  static let vectors = [
    Rule.type(
      "vector-shape-changed", [.vectorShapeChanged], message: "shape of vector {name} changed from {before} to {after}",
      reason: "Vectors of another shape cannot be compared with those that readers keep; indexes must be built anew.",
      advice: "Publish the new vectors as a new column.",
      fires: [
        .column(
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384}", "logicalType: vector\nlogicalTypeOptions: {↓dimensions: 768}"),
        .column(
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384}",
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, ↓elementType: int8}"),
        .column("physicalType: \"VECTOR(FLOAT, 384)\"", "↓physicalType: \"VECTOR(FLOAT, 768)\""),
      ],
      nearMisses: [
        .column(
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384}",
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, elementType: float32}", expects: [])
      ]),
    Rule(
      "embedding-changed", typed,
      [
        "logicalTypeOptions.embeddingModel", "logicalTypeOptions.embeddingModelVersion", "logicalTypeOptions.distanceMetric",
        "logicalTypeOptions.normalized",
      ], [.added, .removed, .changed, .raised, .lowered], .breaking,
      when: { change, _ in change.action == .added ? nil : .breaking },
      message: "{attribute} of vector {name} changed from {before} to {after}",
      reason: "The shape is the same and the meaning is not: similarities to stored vectors are wrong and nothing fails.",
      advice: "Publish the new vectors as a new column.", isAboutData: true,
      fires: [
        .column(
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, embeddingModel: a/one}",
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, ↓embeddingModel: a/two}"),
        .column(
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, distanceMetric: cosine}",
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, ↓distanceMetric: euclidean}"),
      ],
      nearMisses: [
        .column(
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384}",
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, normalized: false}", expects: [])
      ]),
    Rule(
      "embedding-stated", typed,
      ["logicalTypeOptions.embeddingModel", "logicalTypeOptions.embeddingModelVersion", "logicalTypeOptions.distanceMetric"],
      [.added], .compatible,
      message: "{attribute} of vector {name} is stated now: {after}",
      reason: "A promise that was not there before.", advice: "Nothing to do but to raise the minor version.", isAboutData: true,
      fires: [
        .column(
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384}",
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, ↓embeddingModel: a/one}")
      ],
      nearMisses: [
        .column(
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384}",
          "logicalType: vector\nlogicalTypeOptions: {dimensions: 384, elementType: float32}", expects: [])
      ]),
  ]
}
