/// Something that a table has once, so that a document can define it once only.
package enum Definition: Hashable, Sendable {
    /// A service.
    case service(ServiceIdentity)
    /// The connection timeouts.
    case timeouts
    /// The sync daemon of a role.
    case daemon(SyncDaemon.Role)
    /// How much of the table the document shows.
    case coverage
}
