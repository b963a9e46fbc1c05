/// Something that is wrong at one place of a document.
public struct Diagnostic: Error, Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Hashable, Sendable {
        /// The document cannot be used.
        case error
        /// The document can be used, but probably does not mean what it says.
        case warning
    }

    /// The part of the document's line that is worth showing.
    package struct Excerpt: Hashable, Sendable {
        /// At most ``limit`` characters of the line; what is not printable is replaced by a space or `?`.
        package var text: String
        /// Which characters of ``text`` are meant, from 0; never empty, and at most one beyond the end.
        package var marked: Range<Int>

        /// The most characters of a line that are shown.
        package static let limit = 100
    }

    /// How bad it is.
    public var severity: Severity
    /// What is wrong, and what would be right.
    public var message: String
    /// The document as the user named it, for example a path or `-`.
    public var file: String
    /// The line, from 1; 0 when the document as a whole is meant.
    public var line: Int
    /// The column in characters, from 1; 0 when the line as a whole is meant.
    public var column: Int
    /// What the place looks like; nil when there is nothing to show.
    package var excerpt: Excerpt?

    /// Creates a diagnostic; without a line it is about the document as a whole.
    package init(
        _ severity: Severity,
        _ message: String,
        file: String,
        line: Int = 0,
        column: Int = 0,
        excerpt: Excerpt? = nil
    ) {
        self.severity = severity
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.excerpt = excerpt
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: error: message`, then the document's line and a line with a caret; no last newline.
    public var description: String { lines.joined(separator: "\n") }

    /// `FILE:LINE:COLUMN: error: message`, then the document's line and a line with a caret.
    ///
    /// Whatever the document holds, there are no control characters in them.
    package var lines: [String] {
        var text = file.printable
        if line > 0 { text += ":\(line)" }
        if line > 0, column > 0 { text += ":\(column)" }
        text += ": \(severity.rawValue): \(message.printable)"
        guard let excerpt else { return [text] }
        let spaces = String(repeating: " ", count: excerpt.marked.lowerBound)
        let tildes = String(repeating: "~", count: excerpt.marked.count - 1)
        return [text, "  \(excerpt.text)", "  \(spaces)^\(tildes)"]
    }
}
