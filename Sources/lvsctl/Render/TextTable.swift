import IPVSKit

/// Text in columns that fit their contents and, as far as possible, a line.
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

    /// One printable text with its colour.
    struct Cell {
        let text: String
        var style: TextStyle = .plain

        init(_ text: String, _ style: TextStyle = .plain) {
            self.text = text.printable
            self.style = style
        }

        fileprivate var width: Int { text.unicodeScalars.count }
    }

    /// One line, or two.
    struct Row {
        /// One cell for each column; those that a heading's text runs over are not used.
        let cells: [Cell]
        /// What stands behind the first cell of a heading, printable; nil for other rows.
        let heading: String?

        init(cells: [Cell], heading: String? = nil) {
            self.cells = cells
            self.heading = heading?.printable
        }
    }

    let columns: [Column]
    private(set) var rows: [Row] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    mutating func append(_ row: Row) {
        rows.append(row)
    }

    /// Lays the table out.
    ///
    /// - Returns: the text, and the titles of columns that had to be left out.
    func render(width: Int?, hasColor: Bool) -> (text: [UInt8], omitted: [String]) {
        let layout = TableLayout(self, width: width)
        var text = layout.titleLine(hasColor: hasColor)
        for row in rows { layout.write(row, hasColor: hasColor, into: &text) }
        return (text, layout.omitted)
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

/// The widths of a table's columns.
private struct TableLayout {
    private let columns: [TextTable.Column]
    /// The columns that are shown, in their order, with their widths.
    private var shown: [(index: Int, width: Int)]
    private var gap = 2
    private var hasShortTitles = false
    private(set) var omitted: [String] = []

    init(_ table: TextTable, width limit: Int?) {
        columns = table.columns
        let contents = table.columns.indices.map { index in
            table.rows.reduce(0) { widest, row in
                row.heading != nil && table.columns[index].isUnderHeading
                    ? widest : max(widest, row.cells[index].width)
            }
        }
        shown = []
        shown = table.columns.indices.map { ($0, max(contents[$0], title($0).unicodeScalars.count)) }
        guard let limit, total > limit else { return }
        gap = 1
        hasShortTitles = true
        shown = table.columns.indices.map { ($0, max(contents[$0], title($0).unicodeScalars.count)) }
        while total > limit, let victim = shown.indices.max(by: { rank($0) < rank($1) }), rank(victim) > 0 {
            omitted.insert(columns[shown[victim].index].title, at: 0)
            shown.remove(at: victim)
        }
    }

    private var total: Int { shown.reduce(-gap) { $0 + $1.width + gap } }

    /// The columns further right go first among those of equal rank.
    private func rank(_ place: Int) -> Int {
        let rank = columns[shown[place].index].rank
        return rank == 0 ? 0 : rank * 100 + place
    }

    private func title(_ index: Int) -> String {
        hasShortTitles ? columns[index].shortTitle : columns[index].title
    }

    func titleLine(hasColor: Bool) -> [UInt8] {
        var text: [UInt8] = []
        let cells = columns.indices.map { TextTable.Cell(title($0), .title) }
        write(shown.map { (cells[$0.index], $0.width, columns[$0.index].isRight) }, hasColor, &text)
        return text
    }

    func write(_ row: TextTable.Row, hasColor: Bool, into text: inout [UInt8]) {
        let cells = shown.map { (row.cells[$0.index], $0.width, columns[$0.index].isRight) }
        guard let heading = row.heading else { return write(cells, hasColor, &text) }
        let covered = shown.prefix { columns[$0.index].isUnderHeading || $0.index == 0 }.count
        let room = shown[..<covered].reduce(-2 * gap) { $0 + $1.width + gap } - (shown.first?.width ?? 0)
        let rest = Array(cells[covered...])
        let fits = rest.isEmpty || heading.unicodeScalars.count <= room
        var line = [cells[0]]
        if fits {
            line.append((TextTable.Cell(heading), max(room, 0), false))
        } else if room > 0 {
            line.append((TextTable.Cell(""), room, false))
        }
        write(line + rest, hasColor, &text)
        if !fits { text += Array("    \(heading)\n".utf8) }
    }

    private func write(
        _ cells: [(cell: TextTable.Cell, width: Int, isRight: Bool)],
        _ hasColor: Bool,
        _ text: inout [UInt8]
    ) {
        var pending = 0
        for (place, (cell, width, isRight)) in cells.enumerated() {
            if place > 0 { pending += gap }
            let padding = max(0, width - cell.width)
            if isRight { pending += padding }
            if !cell.text.isEmpty {
                text += repeatElement(UInt8(ascii: " "), count: pending)
                pending = 0
                let isStyled = hasColor && cell.style != .plain
                if isStyled { text += Array("\u{1B}[\(cell.style.rawValue)m".utf8) }
                text += Array(cell.text.utf8)
                if isStyled { text += Array("\u{1B}[0m".utf8) }
            }
            if !isRight { pending += padding }
        }
        text.append(UInt8(ascii: "\n"))
    }
}
