import IPVSKit

// Errors in JSON: always a message for people, and what programs want to branch on.

extension JSONWriter {
    /// Writes a whole document of an error; `fields` writes what else is known of it.
    ///
    /// `kind` is a word that stays the same from version to version.
    mutating func writeError(
        kind: String,
        message: String,
        status: Int32,
        fields: (inout JSONWriter) -> Void = { _ in }
    ) {
        beginObject()
        writeVersion()
        key("error")
        beginObject()
        field("kind", kind)
        field("message", message)
        field("status", UInt32(bitPattern: status))
        fields(&self)
        endObject()
        endObject()
        finish()
    }

    /// Writes a whole document of an error of a table; `status` is the program's exit status.
    mutating func write(_ error: TableError, status: Int32) {
        writeError(kind: error.jsonKind, message: error.description, status: status) { writer in
            writer.writeFields(of: error)
        }
    }

    private mutating func writeFields(of error: TableError) {
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
        case .document(let diagnostics): write(diagnostics)
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

extension TableError {
    /// The word for the kind of error.
    fileprivate var jsonKind: String {
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
}
