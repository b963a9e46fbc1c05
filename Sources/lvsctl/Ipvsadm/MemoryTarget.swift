import IPVSKit

/// The table as it will be, beginning with no services, but with the kernel's timeouts and sync daemons.
final class MemoryTarget: RestoreTarget {
    /// What the changes have made.
    private(set) var configuration: TableConfiguration
    /// Whose counters were zeroed; nil stands for all.
    private(set) var zeroed: [ServiceIdentity?] = []
    /// The services of which the kernel has refused something.
    private(set) var refusedServices: Set<ServiceIdentity> = []
    private let info: KernelInfo
    private let refusals: KernelRefusals

    init(_ beginning: TableConfiguration, info: KernelInfo, refusals: KernelRefusals) {
        configuration = beginning
        self.info = info
        self.refusals = refusals
    }

    var table: any IPVSTable { FileTable(configuration, info: info) }

    func add(
        _ change: Change,
        line: Int,
        onRefusal: (Int, IpvsadmOperation, Errno) -> Void
    ) throws(TableError) {
        do throws(Errno) {
            try make(change)
            if case .zero(let identity) = change { zeroed.append(identity) }
        } catch {
            onRefusal(line, IpvsadmOperation(change), error)
        }
    }

    func flush(onRefusal: (Int, IpvsadmOperation, Errno) -> Void) throws(TableError) {}

    /// Makes a change as the kernel does; what only the kernel knows, it is asked later.
    private func make(_ change: Change) throws(Errno) {
        let errno = refusals.error(of: change)
        let (timeouts, daemons) = (configuration.timeouts, configuration.daemons)
        let service = errno == nil ? nil : change.subject.flatMap { configuration.services[$0] }
        try configuration.apply(change, rules: .widest)
        guard let errno else { return }
        (configuration.timeouts, configuration.daemons) = (timeouts, daemons)
        if let identity = change.subject {
            configuration.services[identity] = service
            refusedServices.insert(identity)
        }
        throw errno
    }
}
