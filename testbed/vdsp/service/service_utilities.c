// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: utilities (handle 2)
 *
 * The capability query: the kernel asks once for attributes 1 to 255. What is not
 * listed is 0 (docs/protocol.md, Capabilities).
 */
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "service/service.h"

#define UTILITIES_ATTRIBUTES	255u

enum utilities_attribute {
	UTILITIES_UNSIGNED_PD = 1,
	UTILITIES_HVX128 = 3,
	UTILITIES_VTCM_PAGE = 4,
	UTILITIES_VTCM_COUNT = 5,
	UTILITIES_ARCH = 6,
	UTILITIES_NOTICES = 10,
};

/* Notices carry the client that they are about (fastrpc/notice.c). */
#define UTILITIES_NOTICES_V2	3u

/*
 * What a compute DSP reports; the others have no vector unit. Whatever it says that it
 * is, the rest is that of version 68, which is what the code runs on.
 */
static void utilities_fill(const struct domain *d, uint32_t *attribute)
{
	attribute[UTILITIES_ARCH] = d->arch;
	attribute[UTILITIES_NOTICES] = UTILITIES_NOTICES_V2;
	if (!d->unsigned_pd)
		return;
	attribute[UTILITIES_UNSIGNED_PD] = 1;
	attribute[UTILITIES_HVX128] = 4;
	attribute[UTILITIES_VTCM_PAGE] = 4 << 20;
	attribute[UTILITIES_VTCM_COUNT] = 1;
}

static int32_t utilities_get_capabilities(struct call *call)
{
	uint32_t attribute[UTILITIES_ATTRIBUTES + 1] = { 0 };
	const struct payload *p = call->payload;
	uint32_t count;
	int32_t ret;

	ret = payload_fetch(p, 0, &count, sizeof(count));
	if (ret)
		return ret;
	if (!count || count > UTILITIES_ATTRIBUTES)
		return WIRE_EBADPARM;
	utilities_fill(call->domain, attribute);
	/* Attribute 0 is the kernel's own knowledge and not part of the answer. */
	return payload_store(p, payload_out(p, 0), &attribute[1], count * sizeof(*attribute));
}

static const struct object_method utilities_methods[] = {
	{ .sc = 0x00010100, .serve = utilities_get_capabilities },
};

const struct object service_utilities = OBJECT_INIT("dsp_utilities", utilities_methods);
