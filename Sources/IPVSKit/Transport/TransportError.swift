/// How an exchange failed.
package enum TransportError: Error, Hashable, Sendable {
    /// The part of a netlink datagram that does not fit.
    package enum Part: Hashable, Sendable {
        /// The header of a message.
        case header
        /// The whole message that a header announces.
        case message
        /// The generic netlink header of a reply.
        case genericHeader
        /// The status of an acknowledgement or refusal.
        case error
        /// The status at the end of a dump.
        case status
    }

    /// No netlink socket could be opened.
    case open(Errno)
    /// The kernel did not say which number the family IPVS has; `ENOENT`: it has no such family.
    case family(Refusal)
    /// Nothing was sent, nothing was executed.
    case send(Errno)
    /// The kernel refused the request.
    case refused(Refusal)
    /// The last answer did not come; refusals that did come are here.
    case timedOut(refusals: [Refusal])
    /// Answers were lost for want of room, although the requests were executed.
    case repliesLost(refusals: [Refusal])
    /// The list changed while the kernel wrote it: ask again.
    case interruptedDump
    /// A datagram was longer than its buffer. There is more room the next time.
    case truncated(needed: Int, found: Int)
    /// A datagram from the kernel is not well-formed.
    case malformed(Part, needed: Int, found: Int)
    /// Nothing can be received.
    case receive(Errno)
    /// The other end is gone.
    case closed
    /// Too many messages that belong to other exchanges.
    case flooded
    /// A reply's attributes could not be understood.
    case wire(WireError)
}

extension TransportError: CustomStringConvertible {
    /// The failure as half a sentence, fit to follow "cannot list services: ".
    package var description: String {
        switch self {
        case .open(let errno): "no netlink socket: \(errno)"
        case .family(let refusal): "the kernel does not name its family IPVS: \(refusal)"
        case .send(let errno): "the request could not be sent: \(errno)"
        case .refused(let refusal): refusal.description
        case .timedOut: "the kernel did not answer in time"
        case .repliesLost: "answers of the kernel were lost, although it carried the requests out"
        case .interruptedDump: "the table changed while it was being read"
        case .truncated(let needed, let found):
            "an answer of \(needed) bytes was cut to \(found)"
        case .malformed(let part, let needed, let found):
            "malformed reply: \(part.description) has \(found) bytes instead of \(needed)"
        case .receive(let errno): "the answer could not be received: \(errno)"
        case .closed: "the other end closed the socket"
        case .flooded: "the socket is flooded with messages that are not answers"
        case .wire(let error): "malformed reply: \(error)"
        }
    }
}

extension TransportError.Part: CustomStringConvertible {
    /// The part's name with its article.
    package var description: String {
        switch self {
        case .header: "a message header"
        case .message: "a message"
        case .genericHeader: "a generic netlink header"
        case .error: "a status message"
        case .status: "the end of a list"
        }
    }
}
