import IPVSKit

/// Services and their servers as a person sees them.
struct ServiceList {
    var services: [ObservedService]
    var columns: ListColumns = []
    /// Whether large numbers are written in full.
    var isExact = false
    var printer: any EndpointPrinter = NumericPrinter()

    /// Lays the list out.
    ///
    /// - Returns: the text, and the titles of columns that had to be left out.
    func render(width: Int?, hasColor: Bool) -> (text: [UInt8], omitted: [String]) {
        let shown = ListColumn.all.filter { $0.group.map(columns.contains) ?? true }
        var table = TextTable([TextTable.Column("SERVICE/SERVER")] + shown.map(\.column))
        for service in services {
            table.append(row(service, shown))
            for server in service.servers { table.append(row(server, of: service, shown)) }
        }
        return table.render(width: width, hasColor: hasColor)
    }

    private func row(_ service: ObservedService, _ shown: [ListColumn]) -> TextTable.Row {
        let isUsable = service.servers.contains { $0.configuration.weight > 0 }
        let name = TextTable.Cell(printer.text(service.identity), isUsable ? .plain : .alarming)
        let cells = shown.map { column in
            switch column.content {
            case .server: TextTable.Cell("")
            case .statistic(let path): TextTable.Cell(number(service.statistics[keyPath: path]))
            }
        }
        return TextTable.Row(cells: [name] + cells, heading: service.configuration.settingsText)
    }

    private func row(_ server: ObservedServer, of service: ObservedService, _ shown: [ListColumn])
        -> TextTable.Row
    {
        let serviceProtocol = service.identity.serviceProtocol
        let name = TextTable.Cell("  " + printer.text(server.configuration.endpoint, serviceProtocol))
        let cells = shown.map { column in
            switch column.content {
            case .server(let cell): cell(server)
            case .statistic(let path): TextTable.Cell(number(server.statistics[keyPath: path]))
            }
        }
        return TextTable.Row(cells: [name] + cells)
    }

    private func number(_ value: UInt64) -> String {
        isExact ? String(value) : NumberText.scaled(value)
    }
}
