/// What is wrong with one line of rules, or with one command line.
package struct RuleError: Error, Hashable, Sendable {
    /// What is wrong.
    package var cause: Cause
    /// Where it is, in bytes from the beginning of the line; empty for the line as a whole.
    package var columns: Range<Int>

    @inline(never)
    init(_ cause: Cause, at columns: Range<Int>) {
        self.cause = cause
        self.columns = columns
    }

    /// What can be wrong with a command line.
    ///
    /// Options are named as they are written, for example `-t`; a `kind` is the name that ipvsadm gives an option
    /// in its messages, for example `service-address`.
    package enum Cause: Hashable, Sendable {
        /// The first option is no command.
        case noCommand(String?)
        /// Another command follows the first one.
        case secondCommand(String)
        /// There is no such option.
        case unknownOption(String)
        /// The value of an option is missing.
        case missingValue(String)
        /// An option that has no value is given one.
        case unwantedValue(String)
        /// A word belongs to no option.
        case unexpectedWord(String)
        /// An option, or one that excludes it, is given twice.
        case repeated(kind: String)
        /// The option rejects a value.
        case value(String, option: String)
        /// The value of an option is not an address.
        case address(String, option: String, AddressError)
        /// `-6` does not follow `-f`.
        case ipv6WithoutMark
        /// There are less than three timeouts.
        case timeoutCount(Int)
        /// There is no such scheduler flag.
        case unknownFlag(String)
        /// A scheduler flag belongs to another scheduler.
        case flagOfOtherScheduler(String, Scheduler)
        /// An option that the command, or the kind of tunnel, needs is missing.
        case missingOption(kind: String, Owner)
        /// An option does not belong to the command, or to the kind of tunnel.
        case illegalOption(kind: String, Owner)
        /// Two options exclude each other.
        case conflict(kind: String, with: String, Owner)
        /// A service for every port is not persistent.
        case portZero
        /// A service that is not persistent has no port.
        case portMissing
        /// One-packet scheduling is for UDP.
        case onePacketNotUDP
        /// Only tunnel servers may be of another address family than their service.
        case otherFamily
        /// Tunnel options are for `-i`.
        case tunnelWithOtherMethod
        /// What is to be listed excludes how it is to be listed.
        case listConflict

        /// A line is longer than the limit.
        case lineTooLong(Int)
        /// A quotation is not closed.
        case openQuotation
        /// A line ends in a backslash.
        case continuedLine
        /// A zero byte: this is no text.
        case zeroByte
        /// A command that changes nothing, such as `-L`, stands in a document.
        case notAChange(String)
    }

    /// Whose rules options follow.
    package enum Owner: Hashable, Sendable {
        /// A command, by the name that ipvsadm gives it.
        case command(String)
        /// A kind of tunnel.
        case tunnel(TunnelType)
    }
}
