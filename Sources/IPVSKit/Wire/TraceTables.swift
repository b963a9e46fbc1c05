internal import CNetlink

/// The attributes that one kind of container can have.
struct TraceTable: Sendable {
    /// The name and format of one attribute.
    struct Field: Sendable {
        let type: Int
        let name: String
        let format: TraceFormat

        init(_ type: some BinaryInteger, _ name: String, _ format: TraceFormat) {
            self.type = Int(type)
            self.name = name
            self.format = format
        }
    }

    /// The attribute that names the family of the addresses beside it.
    let familyAttribute: Int?
    /// Whether the whole container is written on one line.
    let isInline: Bool
    private let fields: [Field]
    /// Of a list: its kind of element.
    private let element: [TraceTable]

    init(familyAttribute: Int? = nil, isInline: Bool = false, _ fields: [Field]) {
        self.familyAttribute = familyAttribute
        self.isInline = isInline
        self.fields = fields
        element = []
    }

    /// A list: every attribute is a container of this kind, and its type a running number.
    init(elements: TraceTable) {
        familyAttribute = nil
        isInline = false
        fields = []
        element = [elements]
    }

    /// The attribute of a type; nil if the table does not know it.
    subscript(type: Int) -> Field? {
        if let element = element.first { return Field(type, "\(type)", .nested(element)) }
        return fields.first { $0.type == type }
    }
}

/// The names and formats of everything that the families IPVS and nlctrl say.
enum TraceTables {
    // Message flags, <linux/netlink.h>.
    private static let commonFlags = [
        TraceBit(NLM_F_REQUEST, "REQUEST"), TraceBit(NLM_F_MULTI, "MULTI"), TraceBit(NLM_F_ACK, "ACK"),
        TraceBit(NLM_F_ECHO, "ECHO"), TraceBit(NLM_F_DUMP_INTR, "DUMP_INTR"),
        TraceBit(NLM_F_DUMP_FILTERED, "DUMP_FILTERED"),
    ]
    static let requestFlags =
        commonFlags + [
            TraceBit(NLM_F_ROOT | NLM_F_MATCH, "DUMP"), TraceBit(NLM_F_ROOT, "ROOT"),
            TraceBit(NLM_F_MATCH, "MATCH"),
        ]
    static let statusFlags =
        commonFlags + [TraceBit(NLM_F_CAPPED, "CAPPED"), TraceBit(NLM_F_ACK_TLVS, "ACK_TLVS")]
    static let replyFlags = commonFlags

    static let commands: [Int: String] = [
        IPVS_CMD_NEW_SERVICE: "NEW_SERVICE", IPVS_CMD_SET_SERVICE: "SET_SERVICE",
        IPVS_CMD_DEL_SERVICE: "DEL_SERVICE", IPVS_CMD_GET_SERVICE: "GET_SERVICE",
        IPVS_CMD_NEW_DEST: "NEW_DEST", IPVS_CMD_SET_DEST: "SET_DEST", IPVS_CMD_DEL_DEST: "DEL_DEST",
        IPVS_CMD_GET_DEST: "GET_DEST", IPVS_CMD_NEW_DAEMON: "NEW_DAEMON",
        IPVS_CMD_DEL_DAEMON: "DEL_DAEMON", IPVS_CMD_GET_DAEMON: "GET_DAEMON",
        IPVS_CMD_SET_CONFIG: "SET_CONFIG", IPVS_CMD_GET_CONFIG: "GET_CONFIG",
        IPVS_CMD_SET_INFO: "SET_INFO", IPVS_CMD_GET_INFO: "GET_INFO", IPVS_CMD_ZERO: "ZERO",
        IPVS_CMD_FLUSH: "FLUSH",
    ]
    static let controlCommands: [Int: String] = [
        CTRL_CMD_NEWFAMILY: "NEWFAMILY", CTRL_CMD_GETFAMILY: "GETFAMILY",
    ]

    static let message = TraceTable([
        .init(IPVS_CMD_ATTR_SERVICE, "SERVICE", .nested(service)),
        .init(IPVS_CMD_ATTR_DEST, "DEST", .nested(server)),
        .init(IPVS_CMD_ATTR_DAEMON, "DAEMON", .nested(daemon)),
        .init(IPVS_CMD_ATTR_TIMEOUT_TCP, "TIMEOUT_TCP", .number(size: 4)),
        .init(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, "TIMEOUT_TCP_FIN", .number(size: 4)),
        .init(IPVS_CMD_ATTR_TIMEOUT_UDP, "TIMEOUT_UDP", .number(size: 4)),
    ])
    /// The reply to `GET_INFO` numbers its attributes in a way of its own.
    static let info = TraceTable([
        .init(IPVS_INFO_ATTR_VERSION, "VERSION", .number(size: 4)),
        .init(IPVS_INFO_ATTR_CONN_TAB_SIZE, "CONN_TAB_SIZE", .number(size: 4)),
    ])

    private static let families: [UInt64: String] = [2: "INET", 10: "INET6"]
    private static let service = TraceTable(
        familyAttribute: IPVS_SVC_ATTR_AF,
        [
            .init(IPVS_SVC_ATTR_AF, "AF", .named(size: 2, families)),
            .init(IPVS_SVC_ATTR_PROTOCOL, "PROTOCOL", .named(size: 2, [6: "TCP", 17: "UDP", 132: "SCTP"])),
            .init(IPVS_SVC_ATTR_ADDR, "ADDR", .address),
            .init(IPVS_SVC_ATTR_PORT, "PORT", .port),
            .init(IPVS_SVC_ATTR_FWMARK, "FWMARK", .number(size: 4)),
            .init(IPVS_SVC_ATTR_SCHED_NAME, "SCHED_NAME", .text),
            .init(
                IPVS_SVC_ATTR_FLAGS,
                "FLAGS",
                .maskedBits([
                    TraceBit(IP_VS_SVC_F_PERSISTENT, "PERSISTENT"), TraceBit(IP_VS_SVC_F_HASHED, "HASHED"),
                    TraceBit(IP_VS_SVC_F_ONEPACKET, "ONEPACKET"), TraceBit(IP_VS_SVC_F_SCHED1, "SCHED1"),
                    TraceBit(IP_VS_SVC_F_SCHED2, "SCHED2"), TraceBit(IP_VS_SVC_F_SCHED3, "SCHED3"),
                ])
            ),
            .init(IPVS_SVC_ATTR_TIMEOUT, "TIMEOUT", .number(size: 4)),
            .init(IPVS_SVC_ATTR_NETMASK, "NETMASK", .netmask),
            .init(IPVS_SVC_ATTR_STATS, "STATS", .nested(statistics(size: 4))),
            .init(IPVS_SVC_ATTR_PE_NAME, "PE_NAME", .text),
            .init(IPVS_SVC_ATTR_STATS64, "STATS64", .nested(statistics(size: 8))),
        ]
    )
    private static let server = TraceTable(
        familyAttribute: IPVS_DEST_ATTR_ADDR_FAMILY,
        [
            .init(IPVS_DEST_ATTR_ADDR, "ADDR", .address),
            .init(IPVS_DEST_ATTR_PORT, "PORT", .port),
            .init(
                IPVS_DEST_ATTR_FWD_METHOD,
                "FWD_METHOD",
                .named(size: 4, [0: "MASQ", 1: "LOCALNODE", 2: "TUNNEL", 3: "DROUTE", 4: "BYPASS"])
            ),
            .init(IPVS_DEST_ATTR_WEIGHT, "WEIGHT", .number(size: 4)),
            .init(IPVS_DEST_ATTR_U_THRESH, "U_THRESH", .number(size: 4)),
            .init(IPVS_DEST_ATTR_L_THRESH, "L_THRESH", .number(size: 4)),
            .init(IPVS_DEST_ATTR_ACTIVE_CONNS, "ACTIVE_CONNS", .number(size: 4)),
            .init(IPVS_DEST_ATTR_INACT_CONNS, "INACT_CONNS", .number(size: 4)),
            .init(IPVS_DEST_ATTR_PERSIST_CONNS, "PERSIST_CONNS", .number(size: 4)),
            .init(IPVS_DEST_ATTR_STATS, "STATS", .nested(statistics(size: 4))),
            .init(IPVS_DEST_ATTR_ADDR_FAMILY, "ADDR_FAMILY", .named(size: 2, families)),
            .init(IPVS_DEST_ATTR_STATS64, "STATS64", .nested(statistics(size: 8))),
            .init(IPVS_DEST_ATTR_TUN_TYPE, "TUN_TYPE", .named(size: 1, [0: "IPIP", 1: "GUE", 2: "GRE"])),
            .init(IPVS_DEST_ATTR_TUN_PORT, "TUN_PORT", .port),
            .init(
                IPVS_DEST_ATTR_TUN_FLAGS,
                "TUN_FLAGS",
                .bits(
                    size: 2,
                    [
                        TraceBit(IP_VS_TUNNEL_ENCAP_FLAG_CSUM, "CSUM"),
                        TraceBit(IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM, "REMCSUM"),
                    ]
                )
            ),
        ]
    )
    private static let daemon = TraceTable([
        .init(IPVS_DAEMON_ATTR_STATE, "STATE", .named(size: 4, [1: "MASTER", 2: "BACKUP"])),
        .init(IPVS_DAEMON_ATTR_MCAST_IFN, "MCAST_IFN", .text),
        .init(IPVS_DAEMON_ATTR_SYNC_ID, "SYNC_ID", .number(size: 4)),
        .init(IPVS_DAEMON_ATTR_SYNC_MAXLEN, "SYNC_MAXLEN", .number(size: 2)),
        .init(IPVS_DAEMON_ATTR_MCAST_GROUP, "MCAST_GROUP", .address),
        .init(IPVS_DAEMON_ATTR_MCAST_GROUP6, "MCAST_GROUP6", .address),
        .init(IPVS_DAEMON_ATTR_MCAST_PORT, "MCAST_PORT", .number(size: 2)),
        .init(IPVS_DAEMON_ATTR_MCAST_TTL, "MCAST_TTL", .number(size: 1)),
    ])

    /// `STATS` and `STATS64`; the bytes have 64 bits in both.
    private static func statistics(size: Int) -> TraceTable {
        TraceTable(
            isInline: true,
            [
                .init(IPVS_STATS_ATTR_CONNS, "CONNS", .number(size: size)),
                .init(IPVS_STATS_ATTR_INPKTS, "INPKTS", .number(size: size)),
                .init(IPVS_STATS_ATTR_OUTPKTS, "OUTPKTS", .number(size: size)),
                .init(IPVS_STATS_ATTR_INBYTES, "INBYTES", .number(size: 8)),
                .init(IPVS_STATS_ATTR_OUTBYTES, "OUTBYTES", .number(size: 8)),
                .init(IPVS_STATS_ATTR_CPS, "CPS", .number(size: size)),
                .init(IPVS_STATS_ATTR_INPPS, "INPPS", .number(size: size)),
                .init(IPVS_STATS_ATTR_OUTPPS, "OUTPPS", .number(size: size)),
                .init(IPVS_STATS_ATTR_INBPS, "INBPS", .number(size: size)),
                .init(IPVS_STATS_ATTR_OUTBPS, "OUTBPS", .number(size: size)),
                .init(IPVS_STATS_ATTR_PAD, "PAD", .padding),
            ]
        )
    }

    static let control = TraceTable([
        .init(CTRL_ATTR_FAMILY_ID, "FAMILY_ID", .number(size: 2)),
        .init(CTRL_ATTR_FAMILY_NAME, "FAMILY_NAME", .text),
        .init(CTRL_ATTR_VERSION, "VERSION", .number(size: 4)),
        .init(CTRL_ATTR_HDRSIZE, "HDRSIZE", .number(size: 4)),
        .init(CTRL_ATTR_MAXATTR, "MAXATTR", .number(size: 4)),
        .init(
            CTRL_ATTR_OPS,
            "OPS",
            .list(
                TraceTable(
                    isInline: true,
                    [
                        .init(CTRL_ATTR_OP_ID, "ID", .number(size: 4)),
                        .init(CTRL_ATTR_OP_FLAGS, "FLAGS", .bits(size: 4, operationFlags)),
                    ]
                )
            )
        ),
        .init(
            CTRL_ATTR_MCAST_GROUPS,
            "MCAST_GROUPS",
            .list(
                TraceTable(
                    isInline: true,
                    [
                        .init(CTRL_ATTR_MCAST_GRP_NAME, "NAME", .text),
                        .init(CTRL_ATTR_MCAST_GRP_ID, "ID", .number(size: 4)),
                    ]
                )
            )
        ),
    ])
    private static let operationFlags = [
        TraceBit(GENL_ADMIN_PERM, "ADMIN_PERM"), TraceBit(GENL_CMD_CAP_DO, "DO"),
        TraceBit(GENL_CMD_CAP_DUMP, "DUMP"), TraceBit(GENL_CMD_CAP_HASPOL, "HASPOL"),
        TraceBit(GENL_UNS_ADMIN_PERM, "UNS_ADMIN_PERM"),
    ]

    static let extendedAcknowledgement = TraceTable([
        .init(NLMSGERR_ATTR_MSG.rawValue, "MSG", .text),
        .init(NLMSGERR_ATTR_OFFS.rawValue, "OFFS", .number(size: 4)),
        .init(NLMSGERR_ATTR_COOKIE.rawValue, "COOKIE", .bytes),
        .init(NLMSGERR_ATTR_POLICY.rawValue, "POLICY", .bytes),
        .init(NLMSGERR_ATTR_MISS_TYPE.rawValue, "MISS_TYPE", .number(size: 4)),
        .init(NLMSGERR_ATTR_MISS_NEST.rawValue, "MISS_NEST", .number(size: 4)),
    ])
}
