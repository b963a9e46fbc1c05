// What a C program would take to load a table: it streams the rules of Tests/Guest/instructions, and nothing else, from
// standard input into the same batches as lvsctl does, through the same CNetlink.

#include "CNetlink.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { batch_limit = 256, byte_limit = 48 * 1024 };

static union {
    uint32_t alignment;
    uint8_t bytes[byte_limit + 1024];
} batch;
static size_t length, count;
static uint16_t family;
static CNetlink_socket *netlink;

static void fail(const char *what)
{
    fprintf(stderr, "twin: %s\n", what);
    exit(1);
}

static void *put(uint16_t type, const void *payload, size_t size)
{
    struct nlattr *attribute = (void *)(batch.bytes + length);
    attribute->nla_type = type;
    attribute->nla_len = (uint16_t)(NLA_HDRLEN + size);
    memset(batch.bytes + length + NLA_HDRLEN, 0, NLA_ALIGN(size));
    if (size > 0)
        memcpy(batch.bytes + length + NLA_HDRLEN, payload, size);
    length += NLA_HDRLEN + NLA_ALIGN(size);
    return attribute;
}

static void put16(uint16_t type, uint16_t value) { put(type, &value, sizeof value); }

static void put32(uint16_t type, uint32_t value) { put(type, &value, sizeof value); }

static void put_address(uint16_t type, uint32_t address)
{
    uint32_t words[4] = {address, 0, 0, 0};
    put(type, words, sizeof words);
}

static void end_container(struct nlattr *container)
{
    container->nla_len = (uint16_t)(batch.bytes + length - (uint8_t *)container);
}

/// Sends the messages in the buffer; a reply is the family's number.
static void exchange(CNetlink_kind kind, uint16_t number)
{
    CNetlink_answer answer;
    CNetlink_event event;

    if (count == 0)
        return;
    if (CNetlink_begin_exchange(netlink, kind, number, batch.bytes, length, count, 5000) != 0)
        fail("cannot send");
    while ((event = CNetlink_next_event(netlink, &answer)) < CNetlink_event_over) {
        if (event == CNetlink_event_refusal)
            fail("refused");
        size_t offset = 0;
        while (event == CNetlink_event_reply && offset + NLA_HDRLEN + 2 <= answer.length) {
            struct nlattr attribute;
            memcpy(&attribute, answer.bytes + offset, sizeof attribute);
            if (attribute.nla_type == CTRL_ATTR_FAMILY_ID)
                memcpy(&family, answer.bytes + offset + NLA_HDRLEN, sizeof family);
            offset += NLA_ALIGN(attribute.nla_len);
        }
    }
    if (event != CNetlink_event_over)
        fail("no answer");
    length = count = 0;
}

static size_t begin_message(uint8_t command)
{
    size_t start = length;
    memset(batch.bytes + length, 0, NLMSG_HDRLEN + GENL_HDRLEN);
    batch.bytes[length + NLMSG_HDRLEN] = command;
    batch.bytes[length + NLMSG_HDRLEN + 1] = 1;
    length += NLMSG_HDRLEN + GENL_HDRLEN;
    return start;
}

static void end_message(size_t start)
{
    uint32_t size = (uint32_t)(length - start);
    memcpy(batch.bytes + start, &size, sizeof size);
    count++;
}

/// Reads `10.0.0.1:80 ` and moves on behind it.
static void read_endpoint(const uint8_t **text, uint32_t *address, uint16_t *port)
{
    uint32_t bits = 0, value = 0;
    for (; **text > ' '; ++*text) {
        if (**text >= '0' && **text <= '9') {
            value = value * 10 + (uint32_t)(**text - '0');
        } else {
            bits = bits << 8 | value;
            value = 0;
        }
    }
    *address = htonl(bits);
    *port = htons((uint16_t)value);
}

/// Loads `-A -t 10.0.0.1:80 -s rr` or `-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m -w 1`.
static void load(const uint8_t *line)
{
    bool is_server = line[1] == 'a';
    size_t start = begin_message(is_server ? IPVS_CMD_NEW_DEST : IPVS_CMD_NEW_SERVICE);
    uint32_t address;
    uint16_t port;

    line += 6;
    read_endpoint(&line, &address, &port);
    struct nlattr *container = put(IPVS_CMD_ATTR_SERVICE | NLA_F_NESTED, NULL, 0);
    put16(IPVS_SVC_ATTR_AF, AF_INET);
    put16(IPVS_SVC_ATTR_PROTOCOL, IPPROTO_TCP);
    put_address(IPVS_SVC_ATTR_ADDR, address);
    put16(IPVS_SVC_ATTR_PORT, port);
    if (!is_server) {
        struct ip_vs_flags flags = {.flags = 0, .mask = ~0U};
        put(IPVS_SVC_ATTR_SCHED_NAME, "rr", 3);
        put(IPVS_SVC_ATTR_FLAGS, &flags, sizeof flags);
        put32(IPVS_SVC_ATTR_TIMEOUT, 0);
        put32(IPVS_SVC_ATTR_NETMASK, ~0U);
    }
    end_container(container);
    if (is_server) {
        line += 4;
        read_endpoint(&line, &address, &port);
        container = put(IPVS_CMD_ATTR_DEST | NLA_F_NESTED, NULL, 0);
        put16(IPVS_DEST_ATTR_ADDR_FAMILY, AF_INET);
        put_address(IPVS_DEST_ATTR_ADDR, address);
        put16(IPVS_DEST_ATTR_PORT, port);
        put32(IPVS_DEST_ATTR_FWD_METHOD, IP_VS_CONN_F_MASQ);
        put32(IPVS_DEST_ATTR_WEIGHT, (uint32_t)(line[7] - '0'));
        put32(IPVS_DEST_ATTR_U_THRESH, 0);
        put32(IPVS_DEST_ATTR_L_THRESH, 0);
        end_container(container);
    }
    end_message(start);
    if (count == batch_limit || length >= byte_limit)
        exchange(CNetlink_kind_batch, family);
}

int main(void)
{
    static uint8_t text[64 * 1024];
    size_t filled = 0;
    ssize_t got;

    if (CNetlink_open_socket(&netlink) != 0)
        fail("no socket");
    size_t start = begin_message(CTRL_CMD_GETFAMILY);
    put(CTRL_ATTR_FAMILY_NAME, "IPVS", 5);
    end_message(start);
    exchange(CNetlink_kind_single, GENL_ID_CTRL);
    while ((got = read(0, text + filled, sizeof text - filled)) > 0) {
        const uint8_t *line = text, *end = text + filled + got, *next;
        while ((next = memchr(line, '\n', (size_t)(end - line))) != NULL) {
            load(line);
            line = next + 1;
        }
        filled = (size_t)(end - line);
        memmove(text, line, filled);
    }
    exchange(CNetlink_kind_batch, family);
    return 0;
}
