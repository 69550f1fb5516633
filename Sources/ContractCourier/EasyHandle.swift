internal import CCurl

/// The sockets that a transfer has open.
final class OpenSockets {
  var open: Set<curl_socket_t> = []
}

/// One transfer of libcurl, and the lists that it reads as long as it lives.
final class EasyHandle {
  let handle: UnsafeMutableRawPointer
  let sockets = OpenSockets()
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  private let complaint: UnsafeMutablePointer<CChar>

  init() throws(Destination.Refusal) {
    guard let handle = curl_easy_init() else { throw Destination.Refusal("libcurl cannot be used") }
    self.handle = handle
    complaint = .allocate(capacity: Int(CURL_ERROR_SIZE))
    complaint.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try set(CURLOPT_ERRORBUFFER, pointer: complaint)
  }

  deinit {
    curl_easy_cleanup(handle)
    for list in lists { curl_slist_free_all(list) }
    complaint.deallocate()
  }

  /// What libcurl says of a failure.
  func describe(_ result: CURLcode) -> String {
    complaint.pointee == 0 ? String(cString: curl_easy_strerror(result)) : String(cString: complaint)
  }

  // No transfer begins with an option missing: each of them is there to forbid something.

  func set(_ option: CURLoption, _ number: Int) throws(Destination.Refusal) {
    try check(contract_curl_set_number(handle, option, number))
  }

  func set(_ option: CURLoption, _ text: String) throws(Destination.Refusal) {
    try check(contract_curl_set_text(handle, option, text))
  }

  func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer) throws(Destination.Refusal) {
    try check(contract_curl_set_pointer(handle, option, pointer))
  }

  func set(_ option: CURLoption, size: Int) throws(Destination.Refusal) {
    try check(contract_curl_set_size(handle, option, curl_off_t(size)))
  }

  func set(_ option: CURLoption, list: [String]) throws(Destination.Refusal) {
    var items: UnsafeMutablePointer<curl_slist>?
    for text in list {
      guard let longer = curl_slist_append(items, text) else {
        curl_slist_free_all(items)
        throw Destination.Refusal("there is no memory left")
      }
      items = longer
    }
    guard let items else { return }
    lists.append(items)
    try check(contract_curl_set_list(handle, option, items))
  }

  func check(_ status: CURLcode) throws(Destination.Refusal) {
    guard status == CURLE_OK else {
      throw Destination.Refusal("this libcurl cannot be told what to leave alone: \(String(cString: curl_easy_strerror(status)))")
    }
  }
}
