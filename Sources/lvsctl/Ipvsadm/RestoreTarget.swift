import IPVSKit

/// What the lines of standard input change.
protocol RestoreTarget: AnyObject {
    /// The table as far as changes were sent, for lines that list it.
    var table: any IPVSTable { get }

    /// Takes the change of a line; it may be sent later, together with others.
    func add(
        _ change: Change,
        line: Int,
        onRefusal: (_ line: Int, IpvsadmOperation, Errno) -> Void
    ) throws(TableError)

    /// Sends what has not been sent.
    func flush(onRefusal: (_ line: Int, IpvsadmOperation, Errno) -> Void) throws(TableError)
}

/// The kernel's table.
final class KernelTarget: RestoreTarget {
    let table: any IPVSTable
    private var stream: ChangeStream

    init(_ table: KernelTable) {
        self.table = table
        stream = ChangeStream(table)
    }

    func add(
        _ change: Change,
        line: Int,
        onRefusal: (Int, IpvsadmOperation, Errno) -> Void
    ) throws(TableError) {
        // Line and operation in one number, which is all that is kept of a change.
        let tag = line << 8 | Int(IpvsadmOperation(change).rawValue)
        try stream.add(change, tag: tag) { Self.tell($0, $1, onRefusal) }
    }

    func flush(onRefusal: (Int, IpvsadmOperation, Errno) -> Void) throws(TableError) {
        try stream.flush { Self.tell($0, $1, onRefusal) }
    }

    private static func tell(
        _ tag: Int,
        _ refusal: Refusal,
        _ onRefusal: (Int, IpvsadmOperation, Errno) -> Void
    ) {
        guard let operation = IpvsadmOperation(rawValue: UInt8(truncatingIfNeeded: tag)) else { return }
        onRefusal(tag >> 8, operation, refusal.errno)
    }
}
