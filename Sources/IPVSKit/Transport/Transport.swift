/// A conversation with the IPVS side of a kernel, or of something that behaves like one.
///
/// Not thread-safe. One exchange at a time: a closure that is handed a reply must not begin another.
package protocol Transport: AnyObject {
    /// Sends all requests of a batch at once; they are executed in their order.
    ///
    /// A refused request does not stop the others. The requests must be such as have no reply, and the
    /// last should be one that the kernel always acknowledges (`IPVS_CMD_DEL_DAEMON` is not: see
    /// ``request(_:kind:timeout:onReply:)``). Keep batches within ``MessageBatch/isFull``.
    ///
    /// - Returns: what was refused, by index.
    /// - Throws: ``TransportError``; unless it is `.open`, `.family` or `.send`, the requests were
    ///   executed and only their outcome is unknown.
    func transact(_ batch: inout MessageBatch) throws(TransportError) -> [Refusal]

    /// Sends one request and passes on the command and the attributes of each reply.
    ///
    /// `onReply` returns false when it has seen enough; the rest is read and thrown away. `timeout` is in
    /// milliseconds between two answers; nil is several seconds. The kernel answers within the send, so
    /// that 0 is enough where no answer may ever come: it never acknowledges some `IPVS_CMD_DEL_DAEMON`.
    ///
    /// - Returns: in how many pieces the replies came; a dump of one piece shows one moment.
    /// - Throws: ``TransportError/refused(_:)``, ``TransportError/interruptedDump`` (ask again),
    ///   ``TransportError/timedOut(refusals:)``, ``TransportError/wire(_:)`` with what `onReply` threw.
    @discardableResult
    func request(
        _ message: inout MessageBatch,
        kind: RequestKind,
        timeout: UInt32?,
        onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
    ) throws(TransportError) -> Int
}

extension Transport {
    /// Sends one request that is answered at once.
    package func request(
        _ message: inout MessageBatch,
        kind: RequestKind,
        onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
    ) throws(TransportError) {
        try request(&message, kind: kind, timeout: nil, onReply: onReply)
    }
}

/// What one request asks for.
package enum RequestKind: Hashable, Sendable {
    /// Something to be done, or one thing to be read.
    case single
    /// A list of any length.
    case dump
    /// One of many lists that are short as a rule; kept off a socket that a long one has slowed down.
    case shortDump
}

/// A request that the kernel did not carry out.
package struct Refusal: Hashable, Sendable {
    /// Its place in the batch, from 0.
    package var index: Int
    /// The kernel's error number.
    package var errno: Errno
    /// The kernel's own text (extended ack), often empty.
    package var text: String
    /// Where the offending attribute begins, from the start of the request's `nlmsghdr`.
    package var attributeOffset: Int?
    /// The type of an attribute that the kernel misses.
    package var missingAttribute: Int?

    /// Creates a refusal.
    package init(
        index: Int,
        errno: Errno,
        text: String = "",
        attributeOffset: Int? = nil,
        missingAttribute: Int? = nil
    ) {
        self.index = index
        self.errno = errno
        self.text = text
        self.attributeOffset = attributeOffset
        self.missingAttribute = missingAttribute
    }
}

extension Refusal: CustomStringConvertible {
    /// The error, and what the kernel said besides.
    package var description: String {
        var text = "\(errno)"
        if !self.text.isEmpty { text += ": \(self.text)" }
        if let attributeOffset { text += ", attribute at byte \(attributeOffset)" }
        if let missingAttribute { text += ", attribute \(missingAttribute) is missing" }
        return text
    }
}
