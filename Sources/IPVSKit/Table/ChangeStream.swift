/// Sends changes to a kernel as they come, many at a time, in memory that does not depend on their number.
///
/// A change is sent once a batch is full; call ``flush(onRefusal:)`` at the end, and wherever the kernel must have
/// caught up. One that is refused does not stop the others. Each change has a tag, for example the number of its
/// line, by which refusals are told apart.
///
/// After an error other than a refusal it is unknown how many changes of the last batch were carried out; the
/// batch is forgotten.
package struct ChangeStream: ~Copyable {
    private let table: KernelTable
    private var batch = MessageBatch()
    /// What is in the batch: refusals name requests by their place.
    private var pending = UniqueArray<Pending>(capacity: MessageBatch.messageLimit)

    // Not private: Swift 6.3 cannot compile a private element of a type with a deinit.
    struct Pending {
        let tag: Int
        let change: Change
    }

    /// Creates a stream of changes as they are, whatever is wrong with them.
    package init(_ table: KernelTable) {
        self.table = table
    }

    /// Whether there is nothing that was not sent.
    package var isEmpty: Bool { pending.isEmpty }

    /// Adds a change and sends the batch if that fills it.
    ///
    /// A sync daemon's stop is sent at once and on its own: the kernel may carry it out and never say so.
    ///
    /// - Throws: ``TableError``, but never ``TableError/refused(_:)``.
    package mutating func add(
        _ change: Change,
        tag: Int,
        onRefusal: (_ tag: Int, RefusedChange) -> Void
    ) throws(TableError) {
        if case .stopDaemon(let role) = change {
            try flush(onRefusal: onRefusal)
            guard let errno = try table.stopDaemon(role) else { return }
            return onRefusal(tag, RefusedChange(change: change, errno: errno))
        }
        batch.append(change)
        pending.append(Pending(tag: tag, change: change))
        if batch.isFull { try flush(onRefusal: onRefusal) }
    }

    /// Sends what is in the batch and hands over what was refused, in the order in which it was added.
    ///
    /// - Throws: ``TableError``, but never ``TableError/refused(_:)``.
    package mutating func flush(
        onRefusal: (_ tag: Int, RefusedChange) -> Void
    ) throws(TableError) {
        guard !pending.isEmpty else { return }
        defer {
            batch.removeAll()
            pending.removeAll()
        }
        let refusals: [Refusal]
        do {
            refusals = try table.transport.transact(&batch)
        } catch {
            throw TableError(error, operation: "\(pending[0].change)")
        }
        for refusal in refusals where refusal.index < pending.count {
            if refusal.errno == .operationNotPermitted { throw .unavailable(.deniedByKernel()) }
            let change = pending[refusal.index].change
            let refused = RefusedChange(change: change, errno: refusal.errno, kernelText: refusal.text)
            onRefusal(pending[refusal.index].tag, refused)
        }
    }
}
