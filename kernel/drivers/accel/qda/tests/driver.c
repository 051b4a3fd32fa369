// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

/**
 * DOC: The driver as the tests link it
 *
 * All of it but module, ioctls and transport: mock_dsp.c takes the place of the
 * transport and of secure firmware, and keeps core dumps. The test module has its
 * own copy, so the driver exports nothing for it, has no hook for a test, and need
 * not be loaded.
 */

/* The tracepoints stay in the driver itself. */
#define NOTRACE

#include <linux/devcoredump.h>
#include <linux/export.h>
#include <linux/firmware/qcom/qcom_scm.h>
#include <linux/module.h>

#include "mock_dsp.h"

#define dev_coredumpv mock_dsp_dump
#define qcom_scm_assign_mem mock_dsp_scm_assign
#define qcom_scm_is_available mock_dsp_scm_is_available

/* So are the driver's exports. */
#undef EXPORT_SYMBOL_NS_GPL
#define EXPORT_SYMBOL_NS_GPL(symbol, namespace)

#include "../qda_aux.c"
#include "../qda_cb.c"
#include "../qda_coredump.c"
#ifdef CONFIG_DEBUG_FS
#include "../qda_debugfs.c"
#endif
#include "../qda_deadline.c"
#include "../qda_device.c"
#include "../qda_file.c"
#include "../qda_gem.c"
#include "../qda_heap.c"
#include "../qda_invoke.c"
#include "../qda_invoke_answer.c"
#include "../qda_job.c"
#include "../qda_legacy_layout.c"
#include "../qda_mapping.c"
#include "../qda_marshal.c"
#include "../qda_message.c"
#include "../qda_pd.c"
#include "../qda_pdmap.c"
#include "../qda_privilege.c"
#include "../qda_session.c"
#include "../qda_session_end.c"
#include "../qda_session_state.c"
#include "../qda_soc.c"

MODULE_IMPORT_NS("DMA_BUF");
MODULE_DESCRIPTION("KUnit tests of the Qualcomm DSP accelerator driver");
MODULE_AUTHOR("The qda authors");
MODULE_LICENSE("GPL");
