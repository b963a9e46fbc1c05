import IPVSKit

/// Connections in columns, as they come.
///
/// The widths are those of the first rows; longer ones later on push their line to the right.
struct ConnectionList {
    private let printer: any EndpointPrinter
    private let hasColor: Bool
    private var table = TextTable([
        TextTable.Column("PROTO"), TextTable.Column("EXPIRES", isRight: true), TextTable.Column("STATE"),
        TextTable.Column("CLIENT"), TextTable.Column("SERVICE"), TextTable.Column("SERVER"),
        // A persistence engine and its data, where there are some.
        TextTable.Column(""),
    ])
    private var hasTitles = false

    init(printer: any EndpointPrinter, hasColor: Bool) {
        self.printer = printer
        self.hasColor = hasColor
    }

    /// Lays some more connections out, the first of them below the titles.
    mutating func render(_ connections: [Connection]) -> [UInt8] {
        var text: [UInt8] = []
        var row = TextRow()
        if !hasTitles {
            for connection in connections {
                fill(&row, connection)
                table.measure(row)
            }
            table.fit(width: nil, hasColor: hasColor)
            table.writeTitles(into: &text)
            hasTitles = true
        }
        for connection in connections {
            fill(&row, connection)
            table.write(row, into: &text)
        }
        return text
    }

    private func fill(_ row: inout TextRow, _ connection: Connection) {
        let serviceProtocol = connection.protocolName.serviceProtocol
        row.clear()
        row.add(serviceProtocol?.description ?? "\(connection.protocolName)".lowercased())
        row.add(connection.expires)
        row.add { text in
            if connection.isTemplate {
                text += "(template)".utf8
            } else {
                connection.state.write(into: &text)
                if connection.origin == .synced { text += " (synced)".utf8 }
            }
        }
        row.add { printer.write(connection.client, nil, into: &$0) }
        row.add { printer.write(connection.target, serviceProtocol, into: &$0) }
        row.add { printer.write(connection.server, serviceProtocol, into: &$0) }
        row.add { text in
            guard let engine = connection.engine else { return }
            text += "\(engine) \(quoted(String(decoding: connection.engineData, as: UTF8.self)))".utf8
        }
    }
}

extension EndpointPrinter {
    /// Appends what a client called.
    func write(_ target: Connection.Target, _ serviceProtocol: ServiceProtocol?, into text: inout [UInt8]) {
        switch target {
        case .endpoint(let endpoint): write(endpoint, serviceProtocol, into: &text)
        case .firewallMark(let mark): text += "fwmark \(mark)".utf8
        }
    }
}
