import CNetlink

/// The kernel of this network namespace, spoken to by generic netlink.
///
/// The socket is opened and the family IPVS looked up when they are first needed. A second socket is
/// opened for short dumps once a long dump has slowed the first one down. Both are closed with this
/// object.
package final class GenericNetlinkSocket: Transport {
    /// Receives every message, decoded, line by line, in both directions.
    package var trace: ((String) -> Void)?

    /// Called once when the kernel has no IPVS; it may load the module, and the kernel is asked again.
    package var loadModule: (() -> Void)?

    /// How many milliseconds a request may stay without an answer when the caller does not say.
    package var timeout: UInt32 = 5000

    /// In how many datagrams the replies of the last exchange came.
    private var pieceCount = 0
    private var main: Channel?
    private var shortDumps: Channel?
    private var family: UInt16?
    private let adoptable: (() throws(TransportError) -> (descriptor: Int32, port: UInt32))?

    /// Creates a socket that is opened on first use.
    package init() {
        adoptable = nil
    }

    /// Creates a socket on top of any datagram sockets, behind which somebody plays the kernel.
    ///
    /// `adoptable` is called whenever a netlink socket would be opened. Its descriptors are closed with this
    /// object, and answers must bear its port. Without `family` the peer is asked for it.
    package init(
        family: UInt16? = nil,
        adopting adoptable: @escaping () throws(TransportError) -> (descriptor: Int32, port: UInt32)
    ) {
        self.family = family
        self.adoptable = adoptable
    }

    package func transact(_ batch: inout MessageBatch) throws(TransportError) -> [Refusal] {
        guard !batch.isEmpty else { return [] }
        let family = try resolveFamily()
        do throws(TransportError) {
            return try exchange(&batch, .batch, family: family, on: openMain()) { _, _ in true }
        } catch .send(.messageSize) where batch.count > 1 {
            return try transactHalves(&batch)
        } catch {
            throw error
        }
    }

    /// Sends a batch for which the send buffer is too small, since it may not be made larger than `net.core.wmem_max`.
    private func transactHalves(_ batch: inout MessageBatch) throws(TransportError) -> [Refusal] {
        var rest = batch.removeSecondHalf()
        let count = batch.count
        var refusals = try transact(&batch)
        do throws(TransportError) {
            for var refusal in try transact(&rest) {
                refusal.index += count
                refusals.append(refusal)
            }
        } catch .send(let errno) {
            // The first half was carried out, which an error of sending denies.
            throw .receive(errno)
        } catch {
            throw error
        }
        return refusals
    }

    @discardableResult
    package func request(
        _ message: inout MessageBatch,
        kind: RequestKind,
        timeout: UInt32?,
        onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
    ) throws(TransportError) -> Int {
        let family = try resolveFamily()
        let refusals = try exchange(
            &message,
            kind == .single ? .single : .dump,
            family: family,
            on: channel(for: kind),
            timeout: timeout,
            onReply: onReply
        )
        if let refusal = refusals.first { throw .refused(refusal) }
        return pieceCount
    }

    /// Asks the kernel for the family's number, once.
    ///
    /// Looking a family up makes the kernel load its module, unless the module lacks the alias (Linux 5.10).
    private func resolveFamily() throws(TransportError) -> UInt16 {
        if let family { return family }
        var found: UInt16?
        var message = MessageBatch(command: UInt8(CTRL_CMD_GETFAMILY)) { message in
            message.putText(UInt16(CTRL_ATTR_FAMILY_NAME), "IPVS")
        }
        let refusals = try exchange(
            &message,
            .single,
            family: UInt16(GENL_ID_CTRL),
            on: openMain()
        ) { (_, attributes) throws(WireError) in
            try AttributeReader.forEach(attributes, in: "CTRL") { (type, value) throws(WireError) in
                if type == UInt16(CTRL_ATTR_FAMILY_ID) { found = try value.uint16("CTRL.FAMILY_ID") }
            }
            return true
        }
        if let refusal = refusals.first {
            guard refusal.errno == .noSuchEntry, let loadModule else { throw .family(refusal) }
            self.loadModule = nil
            loadModule()
            return try resolveFamily()
        }
        guard let found else { throw .wire(.missing(attribute: "CTRL.FAMILY_ID")) }
        family = found
        return found
    }

    private func openMain() throws(TransportError) -> Channel {
        if let main { return main }
        let channel = try open()
        main = channel
        return channel
    }

    private func channel(for kind: RequestKind) throws(TransportError) -> Channel {
        let main = try openMain()
        guard kind == .shortDump, main.hasGrown else { return main }
        if let shortDumps { return shortDumps }
        let channel = try open()
        shortDumps = channel
        return channel
    }

    private func open() throws(TransportError) -> Channel {
        guard let adoptable else { return try Channel() }
        let (descriptor, port) = try adoptable()
        return try Channel(adopting: descriptor, port: port)
    }

    /// Sends, and reads everything that belongs to it, whatever happens.
    private func exchange(
        _ batch: inout MessageBatch,
        _ kind: CNetlink_kind,
        family: UInt16,
        on channel: Channel,
        timeout: UInt32? = nil,
        onReply: (UInt8, Span<UInt8>) throws(WireError) -> Bool
    ) throws(TransportError) -> [Refusal] {
        if trace != nil { channel.traceDatagrams() }
        let status = channel.begin(kind, &batch, family: family, timeout: timeout ?? self.timeout)
        if trace != nil { report(.sent, batch.bytes.span) }
        guard status == 0 else { throw .send(Errno(rawValue: -status)) }
        defer { discardIfSpoilt(channel) }
        var refusals: [Refusal] = []
        var wantsMore = true
        var mistake: WireError?
        var lastPiece: UInt32 = 0
        pieceCount = 0
        while true {
            switch channel.next() {
            case .datagram: channel.withBytes { report(.received, $0) }
            case .refusal where wantsMore: refusals.append(channel.refusal)
            case .reply where wantsMore:
                if channel.datagramNumber != lastPiece { pieceCount += 1 }
                lastPiece = channel.datagramNumber
                do throws(WireError) {
                    wantsMore = try channel.withBytes { (bytes) throws(WireError) in
                        try onReply(channel.command, bytes)
                    }
                } catch {
                    mistake = error
                    wantsMore = false
                }
            case .reply, .refusal: break
            case let event:
                if let mistake { throw .wire(mistake) }
                if wantsMore, let error = channel.error(for: event, refusals) { throw error }
                return refusals
            }
        }
    }

    private func report(_ direction: MessageTrace.Direction, _ datagram: Span<UInt8>) {
        guard let trace else { return }
        MessageTrace.lines(of: datagram, direction, family: family).forEach(trace)
    }

    /// Forgets a socket on which the kernel may still be busy; the next exchange opens another.
    private func discardIfSpoilt(_ channel: Channel) {
        guard !channel.isUsable else { return }
        if channel === main { main = nil } else { shortDumps = nil }
    }
}

/// One socket of CNetlink's, and the last event of its exchange.
@safe private final class Channel {
    private let socket: OpaquePointer
    // Not a variable: the runtime would look out for overlapping accesses to it, many times for each reply.
    private let answer: UnsafeMutablePointer<CNetlink_answer>

    init() throws(TransportError) {
        var socket: OpaquePointer?
        let status = unsafe CNetlink_open_socket(&socket)
        guard let socket = unsafe socket else { throw .open(Errno(rawValue: -status)) }
        unsafe self.socket = socket
        unsafe answer = .allocate(capacity: 1)
        unsafe answer.initialize(to: CNetlink_answer())
    }

    init(adopting descriptor: Int32, port: UInt32) throws(TransportError) {
        var socket: OpaquePointer?
        let status = unsafe CNetlink_adopt_socket(descriptor, port, &socket)
        guard let socket = unsafe socket else { throw .open(Errno(rawValue: -status)) }
        unsafe self.socket = socket
        unsafe answer = .allocate(capacity: 1)
        unsafe answer.initialize(to: CNetlink_answer())
    }

    deinit {
        unsafe CNetlink_close_socket(socket)
        unsafe answer.deallocate()
    }

    var isUsable: Bool { unsafe CNetlink_is_usable(socket) }
    var hasGrown: Bool { unsafe CNetlink_has_grown(socket) }
    var datagramNumber: UInt32 { unsafe CNetlink_datagram_number(socket) }

    func traceDatagrams() { unsafe CNetlink_trace_datagrams(socket) }

    /// Completes the headers in the batch and sends it; 0 or a negative error number.
    func begin(_ kind: CNetlink_kind, _ batch: inout MessageBatch, family: UInt16, timeout: UInt32) -> Int32 {
        let count = batch.count
        return unsafe batch.words.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return -Errno.invalid.rawValue }
            return unsafe CNetlink_begin_exchange(socket, kind, family, start, bytes.count, count, timeout)
        }
    }

    func next() -> CNetlink_event { unsafe CNetlink_next_event(socket, answer) }

    // What the last event was about.

    var command: UInt8 { unsafe answer.pointee.command }

    /// Lends the bytes of the last event; they are the socket's until the next one.
    func withBytes<Result, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let start = unsafe answer.pointee.bytes else { return try body(Span()) }
        return try body(unsafe Span(_unsafeStart: start, count: answer.pointee.length))
    }

    var refusal: Refusal {
        let answer = unsafe answer.pointee
        return unsafe Refusal(
            index: Int(answer.index),
            errno: Errno(rawValue: answer.error),
            text: String(
                decoding: UnsafeBufferPointer(start: answer.bytes, count: answer.length),
                as: UTF8.self
            ),
            attributeOffset: answer.attribute_offset == 0 ? nil : Int(answer.attribute_offset),
            missingAttribute: answer.missing_attribute == 0 ? nil : Int(answer.missing_attribute)
        )
    }

    /// The error that the last event of an exchange stands for; nil for its regular end.
    func error(for event: CNetlink_event, _ refusals: [Refusal]) -> TransportError? {
        let (needed, found) = unsafe (Int(answer.pointee.needed), Int(answer.pointee.found))
        return switch event {
        case .over, .datagram, .reply, .refusal: nil
        case .timed_out: .timedOut(refusals: refusals)
        case .replies_lost: .repliesLost(refusals: refusals)
        case .dump_interrupted: .interruptedDump
        case .truncated: .truncated(needed: needed, found: found)
        case .malformed: .malformed(part, needed: needed, found: found)
        case .receive_failed: .receive(Errno(rawValue: unsafe answer.pointee.error))
        case .closed: .closed
        case .flooded: .flooded
        }
    }

    private var part: TransportError.Part {
        switch unsafe answer.pointee.part {
        case .header: .header
        case .message: .message
        case .generic_header: .genericHeader
        case .error: .error
        case .status: .status
        }
    }
}
