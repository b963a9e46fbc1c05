import IPVSKit

/// Connections in columns, as they come.
///
/// The widths are those of the first rows; longer ones later on push their line to the right.
struct ConnectionList {
    private let printer: any EndpointPrinter
    private let hasColor: Bool
    private var widths: [Int]?

    private static let titles = ["PROTO", "EXPIRES", "STATE", "CLIENT", "SERVICE", "SERVER"]

    init(printer: any EndpointPrinter, hasColor: Bool) {
        self.printer = printer
        self.hasColor = hasColor
    }

    /// Lays some more connections out, the first of them below the titles.
    mutating func render(_ connections: [Connection]) -> [UInt8] {
        let rows = connections.map(cells)
        var text: [UInt8] = []
        let widths = widths ?? Self.widths(of: [Self.titles] + rows)
        if self.widths == nil {
            let title = Self.line(Self.titles, widths)
            text += Array((hasColor ? "\u{1B}[1m\(title)\u{1B}[0m\n" : title + "\n").utf8)
            self.widths = widths
        }
        for row in rows { text += Array((Self.line(row, widths) + "\n").utf8) }
        return text
    }

    private func cells(_ connection: Connection) -> [String] {
        let serviceProtocol = connection.protocolName.serviceProtocol
        var state = "\(connection.state)"
        if connection.origin == .synced { state += " (synced)" }
        var cells = [
            "\(connection.protocolName)".lowercased(),
            "\(connection.expires)",
            connection.isTemplate ? "(template)" : state,
            printer.text(connection.client, nil),
            printer.text(connection.target, serviceProtocol),
            printer.text(connection.server, serviceProtocol),
        ]
        if let engine = connection.engine {
            cells.append("\(engine) " + quoted(String(decoding: connection.engineData, as: UTF8.self)))
        }
        return cells.map(\.printable)
    }

    private static func widths(of rows: [[String]]) -> [Int] {
        titles.indices.map { index in rows.reduce(0) { max($0, $1[index].unicodeScalars.count) } }
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = index < widths.count ? max(0, widths[index] - cell.unicodeScalars.count) : 0
            let spaces = String(repeating: " ", count: padding)
            if index > 0 { line += "  " }
            // Only the expiry is a number.
            line += index == 1 ? spaces + cell : cell + (index == cells.count - 1 ? "" : spaces)
        }
        return line
    }
}

extension EndpointPrinter {
    /// What a client called.
    func text(_ target: Connection.Target, _ serviceProtocol: ServiceProtocol?) -> String {
        switch target {
        case .endpoint(let endpoint): text(endpoint, serviceProtocol)
        case .firewallMark(let mark): "fwmark \(mark)"
        }
    }
}
