internal import CNetlink
internal import Glibc

/// The older interface of IPVS, getsockopt(2): lists of one moment, of IPv4 services and of their IPv4 servers.
///
/// The socket is opened on first use and closed with this object. There are no errors: what cannot be read this way
/// can be read by netlink, which says why it cannot.
@safe final class OptionSocket {
    /// The most entries that are asked for at once.
    private static let limit = 1 << 20

    /// Negative when the socket could not be opened, nil before that was tried.
    private var descriptor: Int32?
    private var buffer: UnsafeMutableRawPointer?
    private var capacity = 0

    deinit {
        if let descriptor, descriptor >= 0 { _ = Glibc.close(descriptor) }
        unsafe buffer?.deallocate()
    }

    /// Lends the entries of the first services, at most so many.
    func withServices<Result>(atMost room: Int, _ body: (Span<ip_vs_service_entry>) -> Result?) -> Result? {
        unsafe complete(ip_vs_get_services(), room, CNetlink_read_services, body)
    }

    /// Lends the entries of a service's first servers, at most so many; nil for a service that is not there.
    func withServers<Result>(
        of identity: ServiceIdentity,
        atMost room: Int,
        _ body: (Span<ip_vs_dest_entry>) -> Result?
    ) -> Result? {
        unsafe complete(ip_vs_get_dests(identity), room, CNetlink_read_servers, body)
    }

    /// Has the kernel write entries behind the head of a request, and lends those that it wrote.
    @inline(__always)
    private func complete<Head, Entry, Result>(
        _ head: Head,
        _ room: Int,
        _ read: (Int32, UnsafeMutablePointer<Head>, UInt32) -> Int64,
        _ body: (Span<Entry>) -> Result?
    ) -> Result? {
        guard room <= Self.limit, let descriptor = open() else { return nil }
        let start = unsafe reserve(MemoryLayout<Head>.size + room * MemoryLayout<Entry>.stride)
        let request = unsafe start.bindMemory(to: Head.self, capacity: 1)
        unsafe request.initialize(to: head)
        let count = unsafe Int(read(descriptor, request, UInt32(room)))
        guard count >= 0 else { return nil }
        let entries = unsafe (start + MemoryLayout<Head>.size).bindMemory(to: Entry.self, capacity: count)
        return body(unsafe Span(_unsafeStart: entries, count: count))
    }

    private func open() -> Int32? {
        let number = descriptor ?? CNetlink_open_options()
        descriptor = number
        return number >= 0 ? number : nil
    }

    private func reserve(_ size: Int) -> UnsafeMutableRawPointer {
        if let buffer = unsafe buffer, size <= capacity { return unsafe buffer }
        unsafe buffer?.deallocate()
        let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        unsafe buffer = larger
        capacity = size
        return unsafe larger
    }
}
