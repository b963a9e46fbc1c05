#include "socket.h"

#include <string.h>

#include <netlink/attr.h>

_Static_assert(sizeof(struct nlattr) == NLA_HDRLEN, "attributes begin with type and length");

/// The positive error number of a status; the kernel's are negative.
static int32_t positive_error(int32_t status)
{
    if (status == INT32_MIN)
        return INT32_MAX;
    return status < 0 ? -status : status;
}

/// Reads the extended ack (`enum nlmsgerr_attrs`); attributes that do not fit are left out.
static void read_extended_ack(const uint8_t *_Nonnull bytes, size_t length,
                              CNetlink_answer *_Nonnull answer)
{
    const struct nlattr *attribute;
    int remaining;

    nla_for_each_attr(attribute, (const struct nlattr *)(const void *)bytes, (int)length, remaining) {
        const uint8_t *value = nla_data(attribute);
        size_t size = (size_t)nla_len(attribute);
        switch (nla_type(attribute)) {
        case NLMSGERR_ATTR_MSG:
            answer->bytes = value;
            answer->length = strnlen((const char *)value, size);
            break;
        case NLMSGERR_ATTR_OFFS:
            if (size == sizeof answer->attribute_offset)
                answer->attribute_offset = nla_get_u32(attribute);
            break;
        case NLMSGERR_ATTR_MISS_TYPE:
            if (size == sizeof answer->missing_attribute)
                answer->missing_attribute = nla_get_u32(attribute);
            break;
        default:
            break;
        }
    }
}

void CNetlink_read_refusal(const struct nlmsghdr *_Nonnull header,
                           CNetlink_answer *_Nonnull answer)
{
    const struct nlmsgerr *refusal = NLMSG_DATA(header);
    size_t offset = NLMSG_HDRLEN + sizeof *refusal;

    answer->error = positive_error(refusal->error);
    if ((header->nlmsg_flags & NLM_F_ACK_TLVS) == 0)
        return;
    // Without NETLINK_CAP_ACK the refused request is repeated before the attributes.
    if ((header->nlmsg_flags & NLM_F_CAPPED) == 0 && refusal->msg.nlmsg_len > NLMSG_HDRLEN)
        offset += NLMSG_ALIGN((size_t)refusal->msg.nlmsg_len) - NLMSG_HDRLEN;
    if (offset < header->nlmsg_len)
        read_extended_ack((const uint8_t *)header + offset, header->nlmsg_len - offset, answer);
}

void CNetlink_read_end(const struct nlmsghdr *_Nonnull header, CNetlink_answer *_Nonnull answer)
{
    const size_t offset = NLMSG_HDRLEN + sizeof(int32_t);
    int32_t status;

    memcpy(&status, NLMSG_DATA(header), sizeof status);
    // A positive status is what the last callback of the dump happened to return.
    answer->error = status < 0 ? positive_error(status) : 0;
    if ((header->nlmsg_flags & NLM_F_ACK_TLVS) != 0 && offset < header->nlmsg_len)
        read_extended_ack((const uint8_t *)header + offset, header->nlmsg_len - offset, answer);
}
