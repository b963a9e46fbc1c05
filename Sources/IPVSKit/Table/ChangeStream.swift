/// Sends changes to a kernel as they come, many at a time, in memory that does not depend on their number.
///
/// A change is sent once a batch is full; call ``flush(onRefusal:)`` at the end, and wherever the kernel must have
/// caught up. One that is refused does not stop the others. Each change has a tag, for example the number of its
/// line, by which refusals are distinguished; the change itself is not kept.
///
/// After an error other than a refusal it is unknown how many changes of the last batch were carried out; the
/// batch is forgotten.
package struct ChangeStream: ~Copyable {
    private let table: KernelTable
    private var batch = MessageBatch()
    /// The tags of what is in the batch: refusals name requests by their place.
    private var tags: [Int] = []
    /// The first change of the batch, to be named when its exchange fails.
    private var first: Change?

    /// Creates a stream of changes as they are, whatever is wrong with them.
    package init(_ table: KernelTable) {
        self.table = table
    }

    /// Whether there is nothing that was not sent.
    package var isEmpty: Bool { tags.isEmpty }

    /// Adds a change and sends the batch if that fills it.
    ///
    /// A sync daemon's stop is sent at once and on its own: the kernel may carry it out and never say so.
    ///
    /// - Throws: ``TableError``, but never ``TableError/refused(_:)``.
    package mutating func add(
        _ change: Change,
        tag: Int,
        onRefusal: (_ tag: Int, Refusal) -> Void
    ) throws(TableError) {
        if case .stopDaemon(let role) = change {
            try flush(onRefusal: onRefusal)
            guard let errno = try table.stopDaemon(role) else { return }
            return onRefusal(tag, Refusal(index: 0, errno: errno))
        }
        batch.append(change)
        if tags.isEmpty { first = change }
        tags.append(tag)
        if batch.isFull { try flush(onRefusal: onRefusal) }
    }

    /// Sends what is in the batch and passes on what was refused, in the order in which it was added.
    ///
    /// - Throws: ``TableError``, but never ``TableError/refused(_:)``.
    package mutating func flush(
        onRefusal: (_ tag: Int, Refusal) -> Void
    ) throws(TableError) {
        guard !tags.isEmpty else { return }
        defer {
            batch.removeAll()
            tags.removeAll(keepingCapacity: true)
        }
        let refusals: [Refusal]
        do {
            refusals = try table.transport.transact(&batch)
        } catch {
            throw TableError(error, operation: first.map { "\($0)" } ?? "")
        }
        for refusal in refusals where refusal.index < tags.count {
            if refusal.errno == .operationNotPermitted { throw .unavailable(.deniedByKernel()) }
            onRefusal(tags[refusal.index], refusal)
        }
    }
}
