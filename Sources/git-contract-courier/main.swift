internal import ContractCourier
internal import ContractKit
internal import ContractTemplates

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

// Nothing of the environment has any influence: libcurl, its TLS library and the resolver would read proxies, certificates, files for
// session keys and more from it. The first statement, before any of them runs.
environ.pointee = nil

// What comes in holds passwords: it is in no file if this ends badly.
var limit = rlimit(rlim_cur: 0, rlim_max: 0)
#if canImport(Glibc)
  _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
#else
  _ = setrlimit(RLIMIT_CORE, &limit)
#endif

// A descriptor of ours that is closed would be given to a connection.
for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
signal(SIGPIPE, SIG_IGN)
// Whoever started this may wait with it, and then so would we.
signal(SIGTERM, SIG_DFL)
signal(SIGINT, SIG_DFL)
var nothing = sigset_t()
sigemptyset(&nothing)
sigprocmask(SIG_SETMASK, &nothing, nil)

func say(_ text: String) { _ = text.withCString { write(2, $0, strlen($0)) } }

let usage = """
  usage: git-contract-courier
     or: git-contract-courier render

  Carries notices for 'git contract'; nothing that people call. Reads a request on each line of its input, writes an answer for each.
  'render' fills a Mustache template: {"template": "...", "partials": {}, "context": {}, "html": false}.

  """

switch Array(CommandLine.arguments.dropFirst()) {
case []:
  let ending = Courier.run(input: 0, output: 1)
  switch ending {
  case .finished: break
  case .unheard: say("fatal: cannot write the answers\n")
  case .misunderstood: say("fatal: a line is no request\n")
  }
  // At once: threads that still ask for a name, or carry what nobody will hear of, do not bear that libraries tidy up below them.
  _exit(ending.rawValue)
case ["render"]: exit(TemplateProgram.run(input: 0, output: 1, errors: 2))
case ["--version"]:
  print("git-contract-courier " + ToolVersion.text)
  exit(0)
default:
  say(usage)
  exit(129)
}
