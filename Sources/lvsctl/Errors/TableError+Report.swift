import IPVSKit

extension TableError: ReportedError {
    var status: ExitStatus {
        switch self {
        case .unavailable: .unavailable
        case .faulty, .unsupported, .document: .wrong
        case .file(_, let operation, _): operation == FileError.Operation.read.rawValue ? .wrong : .refused
        case .refused, .noSuchService, .noSuchServer, .changing, .malformedReply, .notKept, .communication,
            .kernelFile:
            .refused
        }
    }

    var kind: String {
        switch self {
        case .unavailable(.noModule): "no-module"
        case .unavailable(.noPermission): "no-permission"
        case .unavailable(.userNamespace): "user-namespace"
        case .refused: "refused"
        case .faulty: "faulty"
        case .noSuchService: "no-such-service"
        case .noSuchServer: "no-such-server"
        case .changing: "changing"
        case .malformedReply: "malformed-reply"
        case .notKept: "not-kept"
        case .communication: "communication"
        case .file, .kernelFile: "file"
        case .document: "document"
        case .unsupported: "unsupported"
        }
    }

    func message(_ words: [String]) -> String {
        switch self {
        case .refused(let refusal): description + refusal.hint
        case .document(let diagnostics): diagnostics.map(\.withHint.description).joined(separator: "\n")
        default: description
        }
    }

    func lines(_ words: [String]) -> [String] {
        if case .document(let diagnostics) = self {
            diagnostics.flatMap(\.withHint.lines)
        } else {
            ["lvsctl: \(message(words))"]
        }
    }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) { writer.writeFields(of: self) }
}

extension JSONWriter {
    fileprivate mutating func writeFields(of error: TableError) {
        switch error {
        case .refused(let refusal):
            field("change", refusal.change.description)
            writeFields(of: refusal.change)
            write(refusal.errno)
            if !refusal.kernelText.isEmpty { field("kernel_text", refusal.kernelText) }
        case .faulty(let change, let errors):
            field("change", change.description)
            writeFields(of: change)
            key("faults")
            beginArray()
            for error in errors { value(error.description) }
            endArray()
        case .noSuchService(let identity): write(identity)
        case .noSuchServer(let endpoint, let identity):
            write(identity)
            key("server")
            beginObject(.line)
            writeFields(of: endpoint)
            endObject()
        case .notKept(let change, let found):
            field("change", change.description)
            writeFields(of: change)
            field("found", found)
        case .kernelFile(let error):
            field("file", error.path)
            write(error.errno)
        case .file(let path, _, let errno):
            field("file", path)
            write(errno)
        case .document(let diagnostics): write(diagnostics.map(\.withHint))
        case .unavailable, .changing, .malformedReply, .communication, .unsupported: break
        }
    }

    private mutating func write(_ identity: ServiceIdentity) {
        key("service")
        beginObject(.line)
        writeFields(of: identity)
        endObject()
    }
}
