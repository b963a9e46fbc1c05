import IPVSKit

/// An error that ends lvsctl: what people are told, what programs get, and the exit status.
///
/// `words` are those of the command line, which say how the user spells options.
protocol ReportedError: Error {
    var status: ExitStatus { get }

    /// A word that programs can branch on, which stays the same from version to version.
    var kind: String { get }

    /// The error in one line, without the program's name.
    func message(_ words: [String]) -> String

    /// The lines for people; unless there is more to say, the message after the program's name.
    func lines(_ words: [String]) -> [String]

    /// Writes what else programs want to know; as a rule nothing.
    func writeDetails(to writer: inout JSONWriter, _ words: [String])
}

extension ReportedError {
    func lines(_ words: [String]) -> [String] { ["lvsctl: " + message(words)] }

    func writeDetails(to writer: inout JSONWriter, _ words: [String]) {}

    /// The error for people.
    func text(_ words: [String]) -> [UInt8] { lines(words).printableLines }

    /// The error for programs, a whole document.
    ///
    /// After a trace it is one line, which is the last one.
    func json(_ words: [String]) -> [UInt8] {
        var writer = JSONWriter(words.contains("--trace") ? .compact : .indented)
        writer.beginObject()
        writer.writeVersion()
        writer.key("error")
        writer.beginObject()
        writer.field("kind", kind)
        writer.field("message", message(words))
        writer.field("status", UInt32(bitPattern: status.rawValue))
        writeDetails(to: &writer, words)
        writer.endObject()
        writer.endObject()
        writer.finish()
        return writer.bytes
    }
}

/// The error as one that can be reported; all that verbs throw are.
func reported(_ error: any Error) -> any ReportedError {
    guard let error = error as? any ReportedError else {
        preconditionFailure("\(error) is not one of lvsctl's errors")
    }
    return error
}

/// The answer is the exit status alone; everything has been said.
struct Answer: Error {
    let status: ExitStatus

    /// The answer is no.
    static let no = Answer(status: .no)
    /// The input is wrong.
    static let wrong = Answer(status: .wrong)
}

/// The exit status of lvsctl, the same for every verb.
enum ExitStatus: Int32 {
    /// Done.
    case done = 0
    /// The answer is no.
    case no = 1
    /// The command line or the input is wrong; nothing was touched.
    case wrong = 2
    /// The kernel refused; what had been done was undone.
    case refused = 3
    /// The kernel refused, and not everything could be undone.
    case notUndone = 4
    /// There is no IPVS in this kernel, or no permission.
    case unavailable = 5
}
