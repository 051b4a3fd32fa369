// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include "fastrpc/answer.h"

#include "base/trace.h"
#include "fastrpc/domain.h"
#include "fastrpc/fastrpc.h"
#include "fastrpc/wire.h"

/**
 * answer_send() - Answer a call.
 * @ctx: context of the call
 */
void answer_send(struct domain *d, uint64_t ctx, int32_t result)
{
	const struct wire_answer message = { .ctx = ctx, .result = result };

	if (trace_is_armed())
		trace_add(TRACE_ANSWERED, trace_now(), ctx, 0, (uint32_t)result);
	d->link_ops->send(d->link, &message, sizeof(message));
}
