/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#if !defined(_QDA_TRACE_H_) || defined(TRACE_HEADER_MULTI_READ)
#define _QDA_TRACE_H_

#include <linux/tracepoint.h>

#include "qda_gem.h"
#include "qda_invoke.h"
#include "qda_mapping.h"
#include "qda_session.h"

#undef TRACE_SYSTEM
#define TRACE_SYSTEM qda

TRACE_DEFINE_ENUM(QDA_SESSION_NEW);
TRACE_DEFINE_ENUM(QDA_SESSION_CREATING);
TRACE_DEFINE_ENUM(QDA_SESSION_RUNNING);
TRACE_DEFINE_ENUM(QDA_SESSION_DYING);
TRACE_DEFINE_ENUM(QDA_SESSION_DEAD);

TRACE_EVENT(qda_session,
	    TP_PROTO(struct qda_session *sess, int state),
	    TP_ARGS(sess, state),
	    TP_STRUCT__entry(__string(domain, sess->qdev->domain)
			     __field(u32, client)
			     __field(u32, sid)
			     __field(int, state)
			     ),
	    TP_fast_assign(__assign_str(domain);
			   __entry->client = sess->client;
			   __entry->sid = sess->cb->sid;
			   __entry->state = state;
			   ),
	    TP_printk("%s client=%u sid=%u state=%s", __get_str(domain), __entry->client,
		      __entry->sid,
		      __print_symbolic(__entry->state,
				       { QDA_SESSION_NEW, "new" },
				       { QDA_SESSION_CREATING, "creating" },
				       { QDA_SESSION_RUNNING, "running" },
				       { QDA_SESSION_DYING, "dying" },
				       { QDA_SESSION_DEAD, "dead" }))
);

TRACE_EVENT(qda_invoke_send,
	    TP_PROTO(struct qda_invoke *inv, u64 ctx, u32 handle, u32 sc),
	    TP_ARGS(inv, ctx, handle, sc),
	    TP_STRUCT__entry(__string(domain, inv->sess->qdev->domain)
			     __field(u32, client)
			     __field(u64, ctx)
			     __field(u32, handle)
			     __field(u32, sc)
			     ),
	    TP_fast_assign(__assign_str(domain);
			   __entry->client = inv->sess->client;
			   __entry->ctx = ctx;
			   __entry->handle = handle;
			   __entry->sc = sc;
			   ),
	    TP_printk("%s client=%u ctx=%#llx handle=%#x method=%u scalars=%#x",
		      __get_str(domain), __entry->client, __entry->ctx, __entry->handle,
		      qda_scalars_method(__entry->sc), __entry->sc)
);

TRACE_EVENT(qda_invoke_answer,
	    TP_PROTO(struct qda_device *qdev, u64 ctx, s32 result, bool accepted),
	    TP_ARGS(qdev, ctx, result, accepted),
	    TP_STRUCT__entry(__string(domain, qdev->domain)
			     __field(u64, ctx)
			     __field(s32, result)
			     __field(bool, accepted)
			     ),
	    TP_fast_assign(__assign_str(domain);
			   __entry->ctx = ctx;
			   __entry->result = result;
			   __entry->accepted = accepted;
			   ),
	    TP_printk("%s ctx=%#llx result=%#x%s", __get_str(domain), __entry->ctx,
		      __entry->result, __entry->accepted ? "" : " (stray)")
);

TRACE_EVENT(qda_notice,
	    TP_PROTO(struct qda_device *qdev, u32 client, u32 status, bool known),
	    TP_ARGS(qdev, client, status, known),
	    TP_STRUCT__entry(__string(domain, qdev->domain)
			     __field(u32, client)
			     __field(u32, status)
			     __field(bool, known)
			     ),
	    TP_fast_assign(__assign_str(domain);
			   __entry->client = client;
			   __entry->status = status;
			   __entry->known = known;
			   ),
	    TP_printk("%s client=%u PD status=%u%s", __get_str(domain), __entry->client,
		      __entry->status, __entry->known ? "" : " (stray)")
);

TRACE_EVENT(qda_invoke_done,
	    TP_PROTO(struct qda_invoke *inv, int ret),
	    TP_ARGS(inv, ret),
	    TP_STRUCT__entry(__string(domain, inv->sess->qdev->domain)
			     __field(u32, client)
			     __field(u32, index)
			     __field(int, ret)
			     ),
	    TP_fast_assign(__assign_str(domain);
			   __entry->client = inv->sess->client;
			   __entry->index = inv->index;
			   __entry->ret = ret;
			   ),
	    TP_printk("%s client=%u index=%u error=%d", __get_str(domain), __entry->client,
		      __entry->index, __entry->ret)
);

DECLARE_EVENT_CLASS(qda_mapping,
		    TP_PROTO(struct qda_mapping *map),
		    TP_ARGS(map),
		    TP_STRUCT__entry(__string(domain, map->sess->qdev->domain)
				     __field(u32, client)
				     __field(u32, object)
				     __field(u64, addr)
				     __field(u64, size)
				     ),
		    TP_fast_assign(__assign_str(domain);
				   __entry->client = map->sess->client;
				   __entry->object = map->bo->id;
				   __entry->addr = map->addr;
				   __entry->size = map->size;
				   ),
		    TP_printk("%s client=%u object=%u addr=%#llx size=%llu", __get_str(domain),
			      __entry->client, __entry->object, __entry->addr, __entry->size)
);

DEFINE_EVENT(qda_mapping, qda_mapping_map,
	     TP_PROTO(struct qda_mapping *map),
	     TP_ARGS(map)
);

DEFINE_EVENT(qda_mapping, qda_mapping_unmap,
	     TP_PROTO(struct qda_mapping *map),
	     TP_ARGS(map)
);

#endif /* _QDA_TRACE_H_ */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE qda_trace
#include <trace/define_trace.h>
