import IPVSKit

/// A row of a text table: a line, or two with a heading.
///
/// Its memory is used again for the next row.
struct TextRow {
    /// A part of the text.
    struct Cell {
        fileprivate(set) var range: Range<Int>
        /// How many characters it has.
        fileprivate(set) var width: Int
        fileprivate(set) var style: TextStyle
    }

    /// The texts of all cells.
    private(set) var text: [UInt8] = []
    /// One cell for each column; those that a heading runs over are not shown.
    private(set) var cells: [Cell] = []
    /// What follows the first cell; nil for a row without a heading.
    private(set) var heading: Cell?

    /// Forgets everything.
    mutating func clear() {
        text.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        heading = nil
    }

    /// Adds a cell with what the closure writes.
    mutating func add(_ style: TextStyle = .plain, _ write: (inout [UInt8]) -> Void) {
        cells.append(addText(style, write))
    }

    /// Adds a cell with a text.
    mutating func add(_ text: String, _ style: TextStyle = .plain) {
        add(style) { row in
            let bytes = text.utf8.span
            row.append(addingCapacity: bytes.count) { for index in bytes.indices { $0.append(bytes[index]) } }
        }
    }

    /// Adds a cell with a number.
    mutating func add(_ number: some UnsignedInteger, _ style: TextStyle = .plain) {
        let start = text.count
        text.appendDecimal(UInt64(number))
        cells.append(Cell(range: start..<text.count, width: text.count - start, style: style))
    }

    /// Makes the row a heading with what the closure writes.
    mutating func addHeading(_ write: (inout [UInt8]) -> Void) {
        heading = addText(.plain, write)
    }

    /// Adds what the closure writes, made printable.
    private mutating func addText(_ style: TextStyle, _ write: (inout [UInt8]) -> Void) -> Cell {
        let start = text.count
        write(&text)
        guard !text.isPrintableASCII(from: start) else {
            return Cell(range: start..<text.count, width: text.count - start, style: style)
        }
        let printable = String(decoding: text[start...], as: UTF8.self).printable
        text.replaceSubrange(start..., with: printable.utf8)
        return Cell(range: start..<text.count, width: printable.unicodeScalars.count, style: style)
    }
}

/// How a cell looks on a terminal.
enum TextStyle: String {
    case plain = ""
    /// Something that deserves a look.
    case notable = "33"
    /// Something that is probably wrong.
    case alarming = "31"
    case title = "1"
}
