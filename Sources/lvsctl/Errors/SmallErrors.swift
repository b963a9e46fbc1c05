import IPVSKit

// The command line cannot be meant; nothing was touched.
extension UsageError: ReportedError {
    var status: ExitStatus { .wrong }
    var kind: String { "usage" }

    func message(_ words: [String]) -> String { description(spelledIn: words) }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        if let option { writer.field("option", option.spelling(in: words)) }
        if let value { writer.field("value", value) }
    }
}

// A file could not be read, and nothing was touched; or a file or standard output could not be written.
extension FileError: ReportedError {
    var status: ExitStatus { operation == .read ? .wrong : .refused }
    var kind: String { "file" }

    func message(_ words: [String]) -> String { description }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        writer.field("operation", operation.rawValue)
        writer.field("file", path)
        writer.write(errno)
    }
}

// A setting of the kernel could not be set; the others are as they were.
extension SettingError: ReportedError {
    var status: ExitStatus { notUndone.isEmpty ? .refused : .notUndone }
    var kind: String { "setting" }

    func message(_ words: [String]) -> String { description }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        writer.field("setting", wish.name)
        if case .file(let errno) = cause { writer.write(errno) }
    }
}

// Something was shown, but not all lines of the kernel's list could be read.
extension UnreadableLines: ReportedError {
    var status: ExitStatus { .refused }
    var kind: String { "unreadable-lines" }

    func message(_ words: [String]) -> String { description }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {
        writer.field("file", file)
        writer.key("count")
        writer.value(UInt(count))
    }
}

/// Another lvsctl was at work all the time.
struct BusyError: ReportedError {
    let holder: String

    var status: ExitStatus { .wrong }
    var kind: String { "busy" }

    func message(_ words: [String]) -> String { "\(holder) is changing the table (--wait waits longer)" }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) { writer.field("holder", holder) }
}
