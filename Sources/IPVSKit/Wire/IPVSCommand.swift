internal import CNetlink

/// The commands of the `IPVS` generic netlink family (`IPVS_CMD_*`, `<linux/ip_vs.h>`).
package enum IPVSCommand {
    package static let newService = UInt8(IPVS_CMD_NEW_SERVICE)
    package static let setService = UInt8(IPVS_CMD_SET_SERVICE)
    package static let deleteService = UInt8(IPVS_CMD_DEL_SERVICE)
    package static let getService = UInt8(IPVS_CMD_GET_SERVICE)
    package static let newServer = UInt8(IPVS_CMD_NEW_DEST)
    package static let setServer = UInt8(IPVS_CMD_SET_DEST)
    package static let deleteServer = UInt8(IPVS_CMD_DEL_DEST)
    package static let getServer = UInt8(IPVS_CMD_GET_DEST)
    package static let newDaemon = UInt8(IPVS_CMD_NEW_DAEMON)
    package static let deleteDaemon = UInt8(IPVS_CMD_DEL_DAEMON)
    package static let getDaemon = UInt8(IPVS_CMD_GET_DAEMON)
    package static let setConfig = UInt8(IPVS_CMD_SET_CONFIG)
    package static let getConfig = UInt8(IPVS_CMD_GET_CONFIG)
    package static let setInfo = UInt8(IPVS_CMD_SET_INFO)
    package static let getInfo = UInt8(IPVS_CMD_GET_INFO)
    package static let zero = UInt8(IPVS_CMD_ZERO)
    package static let flush = UInt8(IPVS_CMD_FLUSH)
}

/// The attributes at the top level of a message (`IPVS_CMD_ATTR_*`).
package enum CommandAttribute {
    package static let service = UInt16(IPVS_CMD_ATTR_SERVICE)
    package static let server = UInt16(IPVS_CMD_ATTR_DEST)
    package static let daemon = UInt16(IPVS_CMD_ATTR_DAEMON)
    package static let timeoutTCP = UInt16(IPVS_CMD_ATTR_TIMEOUT_TCP)
    package static let timeoutTCPFin = UInt16(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN)
    package static let timeoutUDP = UInt16(IPVS_CMD_ATTR_TIMEOUT_UDP)
}
