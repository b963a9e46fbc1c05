import IPVSKit

/// The options that say how a sync daemon works.
struct SyncSettings: OptionGroup {
    let interface = ValueOption(Field.interface)
    let group = ValueOption(Field.group)
    let numbers = Field.daemonNumbers.map { (field: $0, option: ValueOption($0)) }

    var options: [VerbOption] {
        let all = numbers + [(.interface, interface), (.group, group)]
        return all.sorted { $0.field.rawValue < $1.field.rawValue }.map(\.option)
    }

    /// The daemon that the options ask for.
    func daemon(_ role: SyncDaemon.Role) throws(UsageError) -> SyncDaemon {
        let name = try interface.kernelName(of: .interface)
        guard let name else { throw UsageError("no interface is named (use --mcast-interface)") }
        var daemon = SyncDaemon(role, interface: name)
        for (field, option) in numbers { daemon[field] = try option.number(of: field) ?? 0 }
        if let text = try group.text() {
            guard let address = IPAddress(text), address.isMulticast else {
                throw .value(text, of: .group, isNot: Field.group.expected)
            }
            daemon.group = address
        }
        return daemon
    }
}
