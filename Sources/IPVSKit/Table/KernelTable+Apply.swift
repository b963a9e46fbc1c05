extension KernelTable {
    /// Sends changes in their order, many at a time.
    ///
    /// A sync daemon's stop is sent on its own: the kernel may carry it out and never say so.
    ///
    /// - Returns: the refused ones with their index, in ascending order; the others were carried out.
    /// - Throws: ``TableError/faulty(_:_:)`` before anything is sent; any other error leaves unknown how
    ///   many of the changes were carried out.
    public func apply(
        _ changes: [Change],
        checking: ConfigurationCheck = .meaningful
    ) throws(TableError) -> [(index: Int, RefusedChange)] {
        try checking.check(changes)
        return try send(changes)
    }

    /// Sends changes as they are, whatever is wrong with them.
    package func send(_ changes: [Change]) throws(TableError) -> [(index: Int, RefusedChange)] {
        var refused: [(index: Int, RefusedChange)] = []
        var stream = ChangeStream(self)
        func note(_ index: Int, _ refusal: Refusal) {
            let change = RefusedChange(change: changes[index], errno: refusal.errno, kernelText: refusal.text)
            refused.append((index, change))
        }
        for (index, change) in changes.enumerated() { try stream.add(change, tag: index, onRefusal: note) }
        try stream.flush(onRefusal: note)
        return refused
    }

    /// Sends one change as it is, whatever is wrong with it; returns the error number of a refusal.
    package func send(_ change: Change) throws(TableError) -> Errno? {
        var refusal: Errno?
        var stream = ChangeStream(self)
        try stream.add(change, tag: 0) { refusal = $1.errno }
        try stream.flush { refusal = $1.errno }
        return refusal
    }

    /// Stops a daemon; returns the error number of a refusal.
    ///
    /// Within moments of its start the stop is carried out but not acknowledged (ip_vs_sync.c, 6.1: the wait
    /// for the thread is interrupted), so silence sends us looking whether it still runs.
    func stopDaemon(_ role: SyncDaemon.Role) throws(TableError) -> Errno? {
        var message = MessageBatch()
        message.append(.stopDaemon(role))
        do throws(TransportError) {
            try transport.request(&message, kind: .single, timeout: Self.silenceLimit) { _, _ in true }
        } catch {
            switch error {
            case .refused(let refusal) where refusal.errno != .operationNotPermitted: return refusal.errno
            case .timedOut:
                let isRunning = try daemons().contains { $0.role == role }
                return isRunning ? .timedOut : nil
            default: throw TableError(error, operation: "stop the sync \(role)")
            }
        }
        return nil
    }

    /// How long an acknowledgement that may never come is waited for, in milliseconds.
    private static let silenceLimit: UInt32 = 200
}

extension ConfigurationCheck {
    /// Throws the first change with errors that this check does not let pass.
    package func check(_ changes: [Change]) throws(TableError) {
        if self == .checked { return }
        for change in changes {
            var errors = change.errors()
            if errors.isEmpty { continue }
            if self != .meaningful { errors.removeAll { $0.severity != .misread } }
            guard errors.isEmpty else { throw .faulty(change, errors) }
        }
    }
}

extension TableError {
    /// Says what a failed exchange means for an operation.
    init(_ error: TransportError, operation: String) {
        switch error {
        case .family(let refusal) where refusal.errno == .noSuchEntry: self = .unavailable(.noModule)
        case .refused(let refusal) where refusal.errno == .operationNotPermitted:
            self = .unavailable(.deniedByKernel())
        case .refused(let refusal) where refusal.errno == .noProtocol: self = .unavailable(.noModule)
        case .wire(let mistake): self = .malformedReply(to: operation, ExchangeError(mistake))
        default: self = .communication(operation: operation, cause: ExchangeError(error))
        }
    }
}
