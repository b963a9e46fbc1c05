/// What went wrong between this process and the kernel: an answer that was lost, cut or not understood, for example.
public struct ExchangeError: Error, Hashable, Sendable {
    /// Where it went wrong.
    package enum Cause: Hashable, Sendable {
        /// In the conversation.
        case transport(TransportError)
        /// In an answer.
        case wire(WireError)
    }

    /// What went wrong.
    package let cause: Cause

    /// Wraps an error of the conversation.
    package init(_ error: TransportError) {
        cause = .transport(error)
    }

    /// Wraps an answer that was not understood.
    package init(_ error: WireError) {
        cause = .wire(error)
    }

    /// What the kernel refused; nil when something else went wrong.
    package var refusal: Refusal? {
        if case .transport(.refused(let refusal)) = cause { refusal } else { nil }
    }
}

extension ExchangeError: CustomStringConvertible {
    /// What went wrong, as half a sentence: "the kernel did not answer in time".
    public var description: String {
        switch cause {
        case .transport(let error): error.description
        case .wire(let error): error.description
        }
    }
}
