import IPVSKit

/// A failure as one line for people or as JSON for programs.
struct FailureReport {
    private let failure: Failure
    /// The words of the command line, which say how the user spells options.
    private let words: [String]

    init(_ failure: Failure, words: [String]) {
        self.failure = failure
        self.words = words
    }

    /// The failure as text; empty when there is nothing to say.
    func text() -> [UInt8] {
        var lines: [String] = []
        switch failure {
        case .no: break
        case .document(let diagnostics):
            lines += diagnostics.map(\.description)
        case .notUndone(_, let remaining):
            lines.append("lvsctl: " + message)
            lines += remaining.map { "  still to undo: \($0)" }
        default: lines.append("lvsctl: " + message)
        }
        return lines.flatMap { Array(($0 + "\n").utf8) }
    }

    /// The failure as JSON; empty when there is nothing to say.
    func json() -> [UInt8] {
        if case .no = failure { return [] }
        var writer = JSONWriter(.indented)
        writer.beginObject()
        writer.key("error")
        writer.beginObject()
        writer.key("kind")
        writer.value(kind)
        writer.key("message")
        writer.value(message)
        writer.key("status")
        writer.value(UInt32(failure.status.rawValue))
        writeDetails(&writer)
        writer.endObject()
        writer.endObject()
        writer.finish()
        return writer.bytes
    }

    /// The failure in one line, without the program's name.
    private var message: String {
        switch failure {
        case .usage(let error): error.description(spelledIn: words)
        case .document(let diagnostics):
            diagnostics.count == 1 ? "1 error" : "\(diagnostics.count) errors"
        case .tableNotEmpty(let services):
            "the table is not empty: \(services) virtual service\(services == 1 ? "" : "s") (lvsctl clear empties it)"
        case .input(let error), .output(let error): error.description
        case .table(let error): error.description
        case .undone(let error, let changes):
            "\(error); \(changes == 0 ? "nothing was changed" : "what had been done before was undone (\(changes) changes)")"
        case .notUndone(let error, let remaining):
            "\(error); undoing failed too: \(remaining.count) change\(remaining.count == 1 ? "" : "s") remain"
        case .no: ""
        }
    }

    /// A word that programs can branch on.
    private var kind: String {
        switch failure {
        case .usage, .table(.faulty): "usage"
        case .document: "document"
        case .tableNotEmpty: "table-not-empty"
        case .input, .output: "file"
        case .table(let error): error.kind
        case .undone(let error, _): error.kind
        case .notUndone: "not-undone"
        case .no: "no"
        }
    }

    private func writeDetails(_ writer: inout JSONWriter) {
        switch failure {
        case .usage(let error):
            if let option = error.option { writer.writeField("option", option.spelling(in: words)) }
            if let value = error.value { writer.writeField("value", value) }
        case .document(let diagnostics): writer.writeField("diagnostics", diagnostics)
        case .input(let error), .output(let error):
            writer.writeField("operation", error.operation.rawValue)
            writer.writeField("object", error.path)
            writer.writeField("errno", error.errno)
        case .table(let error), .undone(let error, _): writer.writeFields(of: error)
        case .notUndone(let error, let remaining):
            writer.writeFields(of: error)
            writer.key("remaining")
            writer.beginArray()
            for change in remaining {
                writer.beginObject(.line)
                writer.writeFields(of: change)
                writer.endObject()
            }
            writer.endArray()
        case .tableNotEmpty, .no: break
        }
    }
}

extension TableError {
    /// A word that programs can branch on.
    fileprivate var kind: String {
        switch self {
        case .unavailable(.noModule): "no-module"
        case .unavailable(.noPermission): "no-permission"
        case .unavailable(.userNamespace): "user-namespace"
        case .refused: "refused"
        case .faulty: "usage"
        case .noSuchService: "no-such-service"
        case .noSuchServer: "no-such-server"
        case .changing: "changing"
        case .malformedReply: "malformed-reply"
        case .notKept: "not-kept"
        case .communication: "communication"
        case .file: "file"
        case .unsupported: "unsupported"
        }
    }
}

extension JSONWriter {
    fileprivate mutating func writeField(_ name: String, _ text: String) {
        key(name)
        value(text)
    }

    fileprivate mutating func writeField(_ name: String, _ errno: Errno) {
        key(name)
        beginObject(.line)
        writeField("name", errno.name)
        key("number")
        value(UInt32(bitPattern: errno.rawValue))
        endObject()
    }

    fileprivate mutating func writeField(_ name: String, _ diagnostics: [Diagnostic]) {
        key(name)
        beginArray()
        for diagnostic in diagnostics {
            beginObject(.line)
            writeField("severity", diagnostic.severity.rawValue)
            writeField("file", diagnostic.file)
            key("line")
            value(UInt32(clamping: diagnostic.line))
            key("column")
            value(UInt32(clamping: diagnostic.column))
            writeField("message", diagnostic.message)
            endObject()
        }
        endArray()
    }

    /// Writes what was being done, to what, and the kernel's error number.
    fileprivate mutating func writeFields(of error: TableError) {
        switch error {
        case .refused(let refusal):
            writeFields(of: refusal.change)
            writeField("errno", refusal.errno)
            if !refusal.kernelText.isEmpty { writeField("kernel_text", refusal.kernelText) }
        case .faulty(let change, _), .notKept(let change, _): writeFields(of: change)
        case .noSuchService(let identity): writeObject(identity, nil)
        case .noSuchServer(let endpoint, let identity): writeObject(identity, endpoint)
        case .malformedReply(let operation, _): writeField("operation", operation)
        case .communication(let operation, _): writeField("operation", operation)
        case .file(let path, let operation, let errno):
            writeField("operation", operation)
            writeField("object", path)
            writeField("errno", errno)
        case .unavailable, .changing, .unsupported: break
        }
    }
}
