import IPVSKit

/// Lays rows out in columns that fit their contents and, as far as possible, a line.
///
/// Every row comes twice: first to be measured, then, after ``fit(width:hasColor:)``, to be written. So only one row
/// is in memory at a time.
struct TextTable {
    /// One column.
    struct Column {
        let title: String
        /// The title where there is little room.
        let shortTitle: String
        /// Numbers stand at the right end of their column.
        let isRight: Bool
        /// What is left out first where there is too little room has the highest number; 0 always stays.
        let rank: Int
        /// A heading's text may run over the column.
        let isUnderHeading: Bool

        init(
            _ title: String,
            short: String? = nil,
            isRight: Bool = false,
            rank: Int = 0,
            isUnderHeading: Bool = false
        ) {
            self.title = title
            shortTitle = short ?? title
            self.isRight = isRight
            self.rank = rank
            self.isUnderHeading = isUnderHeading
        }
    }

    private let columns: [Column]
    /// The widest content of each column.
    private var contents: [Int]
    /// The columns that are shown, in their order, with their widths.
    private var shown: [(index: Int, width: Int)] = []
    /// How many of those shown a heading may run over, with the first, which has its own text.
    private var covered = 0
    /// How many characters of a heading fit there.
    private var headingRoom = 0
    private var gap = 2
    private var hasShortTitles = false
    private var hasColor = false
    /// The titles of columns for which there is no room.
    private(set) var omitted: [String] = []

    init(_ columns: [Column]) {
        self.columns = columns
        contents = Array(repeating: 0, count: columns.count)
    }

    /// Widens columns for a row.
    mutating func measure(_ row: TextRow) {
        for index in contents.indices { measure(index, width: row.cells[index].width) }
    }

    /// Widens a column for a content of so many characters.
    mutating func measure(_ column: Int, width: Int) {
        contents[column] = max(contents[column], width)
    }

    /// Widens a column for a text.
    mutating func measure(_ column: Int, _ text: String) {
        // There are not more characters than bytes.
        guard text.utf8.count > contents[column] else { return }
        measure(column, width: text.printable.unicodeScalars.count)
    }

    /// Decides how wide columns are, and which are left out, after all rows have been measured.
    mutating func fit(width limit: Int?, hasColor: Bool) {
        self.hasColor = hasColor
        shown = widths()
        if let limit, total > limit {
            gap = 1
            hasShortTitles = true
            shown = widths()
            while total > limit,
                let victim = shown.indices.max(by: { rank($0) < rank($1) }), rank(victim) > 0
            {
                omitted.insert(columns[shown[victim].index].title, at: 0)
                shown.remove(at: victim)
            }
        }
        covered = shown.prefix { columns[$0.index].isUnderHeading || $0.index == 0 }.count
        headingRoom = shown[..<covered].reduce(-2 * gap) { $0 + $1.width + gap } - (shown.first?.width ?? 0)
    }

    private var total: Int { shown.reduce(-gap) { $0 + $1.width + gap } }

    private func widths() -> [(index: Int, width: Int)] {
        columns.indices.map { ($0, max(contents[$0], title($0).unicodeScalars.count)) }
    }

    /// The columns further right go first among those of equal rank.
    private func rank(_ place: Int) -> Int {
        let rank = columns[shown[place].index].rank
        return rank == 0 ? 0 : rank * 100 + place
    }

    private func title(_ index: Int) -> String {
        hasShortTitles ? columns[index].shortTitle : columns[index].title
    }
}

// MARK: Writing

extension TextTable {
    /// Writes the line of titles.
    func writeTitles(into text: inout [UInt8]) {
        var row = TextRow()
        for index in columns.indices { row.add(title(index), .title) }
        write(row, into: &text)
    }

    /// Writes a row.
    func write(_ row: TextRow, into text: inout [UInt8]) {
        text.append(addingCapacity: row.text.count + room) { write(row, into: &$0) }
    }

    /// The most bytes of a row that was measured and has no heading: a character has four at most.
    var lineLimit: Int { 4 * total + room }

    /// How many bytes there can be in a row besides its own text.
    private var room: Int {
        let blanks = total + 2 * gap + max(headingRoom, 0)
        return blanks + Self.lineBreaks.utf8CodeUnitCount + (shown.count + 1) * TextStyle.room
    }

    /// What is between a heading that does not fit and the rest of its row, and at the end.
    private static let lineBreaks: StaticString = "\n    \n"

    /// Writes a row where there is room for it.
    func write(_ row: borrowing TextRow, into line: inout OutputSpan<UInt8>) {
        var blanks = 0
        if let heading = row.heading {
            write(row, row.cells[0], shown[0].width, isRight: false, &blanks, into: &line)
            let fits = covered == shown.count || heading.width <= headingRoom
            if fits {
                blanks += gap
                write(row, heading, max(headingRoom, 0), isRight: false, &blanks, into: &line)
            } else if headingRoom > 0 {
                blanks += gap + headingRoom
            }
            writeCells(row, from: covered, &blanks, into: &line)
            if !fits {
                for byte in "\n    ".utf8 { line.append(byte) }
                line.append(row.text.span, heading.range)
            }
        } else {
            writeCells(row, from: 0, &blanks, into: &line)
        }
        line.append(UInt8(ascii: "\n"))
    }

    private func writeCells(
        _ row: borrowing TextRow,
        from first: Int,
        _ blanks: inout Int,
        into line: inout OutputSpan<UInt8>
    ) {
        for place in first..<shown.count {
            let (index, width) = shown[place]
            if place > 0 { blanks += gap }
            write(row, row.cells[index], width, isRight: columns[index].isRight, &blanks, into: &line)
        }
    }

    /// Writes a cell after the blanks that are due, which are none at the end of a line.
    private func write(
        _ row: borrowing TextRow,
        _ cell: TextRow.Cell,
        _ width: Int,
        isRight: Bool,
        _ blanks: inout Int,
        into line: inout OutputSpan<UInt8>
    ) {
        let padding = max(0, width - cell.width)
        if isRight { blanks += padding }
        if !cell.range.isEmpty {
            let isStyled = hasColor && cell.style != .plain
            line.append(repeating: UInt8(ascii: " "), count: blanks)
            blanks = 0
            if isStyled { for byte in "\u{1B}[\(cell.style.rawValue)m".utf8 { line.append(byte) } }
            line.append(row.text.span, cell.range)
            if isStyled { for byte in "\u{1B}[0m".utf8 { line.append(byte) } }
        }
        if !isRight { blanks += padding }
    }
}

extension OutputSpan<UInt8> {
    /// Appends a part of a text.
    fileprivate mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        let part = text.extracting(range)
        for index in part.indices { append(part[index]) }
    }
}

extension TextStyle {
    /// The most bytes that turn a style on and off.
    fileprivate static let room = "\u{1B}[33m\u{1B}[0m".utf8.count
}
