import ContractKit
import Testing

@Test(arguments: [
  "kind: DataContract\n",
  "apiVersion: v3.1.0\nkind: DataContract\n",
  "# a comment\n\n---\nid: x\nkind:   \"DataContract\"   # yes\n",
  "\u{FEFF}kind: DataContract\r\nid: x\r\n",
  "'kind': 'DataContract'\n",
  "kind : DataContract",
  "  kind: DataContract\n  id: x\n",
  "%YAML 1.2\n---\nkind: datacontract\n",
  "{\"apiVersion\": \"v3.1.0\", \"kind\": \"DataContract\"}",
  "{\n  \"kind\": \"DataContract\"\n}\n",
  "--- {kind: DataContract}\n",
  "kind: &k DataContract\n",
  "kind:\n  DataContract\n",
  "dataContractSpecification: 1.1.0\nid: x\n",
  "id: x\n'dataContractSpecification': 1.1.0\n",
  "{\"id\": \"x\", \"dataContractSpecification\": \"1.1.0\"}",
  "# first\n{dataContractSpecification: 0.9.3}\n",
  "uuid: x\nkind: DataContract\ndataset: []\n",
  // Broken, yet it says what it wants to be.
  "kind: DataContract\nschema: [\n",
  "<<<<<<< HEAD\nkind: DataContract\n",
  "kind: DataContract\nkind: Other\n",
  "{\"kind\": \"DataContract\", \"schema\": [",
  "{\"dataContractSpecification\": \"1.1.0\", \"models\": {",
])
func contractsSayWhatTheyAre(text: String) {
  #expect(ContractDetection.claims(Array(text.utf8)))
}

@Test(arguments: [
  "",
  "\n",
  "a scalar",
  "kind: Deployment\n",
  "kind: DataContractList\n",
  "kind: DataProduct\nnote: DataContract\n",
  "kind:DataContract\n",
  "dataContractSpecification:1.1.0\n",
  "dataContractSpecifications: 1.1.0\n",
  "info:\n  dataContractSpecification: 1.1.0\n",
  "uuid: x\ndataset: []\n",
  "kinds: DataContract\n",
  "# kind: DataContract\n",
  "spec:\n  kind: DataContract\n",
  "- kind: DataContract\n",
  "text: |\n  kind: DataContract\n",
  "{kind: Other, note: DataContract}",
  "{{- if .Values.contract }}\n# see DataContract\n",
  "[DataContract]",
  "\"kind\" DataContract",
])
func otherFilesAreSkipped(text: String) {
  #expect(!ContractDetection.claims(Array(text.utf8)))
}

@Test func wideEncodingsAreNoticed() {
  let text = "kind: DataContract\n"
  #expect(ContractDetection.claims([0xFF, 0xFE] + text.utf8.flatMap { [$0, 0] }))
  #expect(ContractDetection.claims([0xFE, 0xFF] + text.utf8.flatMap { [0, $0] }))
  #expect(!ContractDetection.claims([0, 1, 2, 3, 0xFF]))
}
