// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/seq_file.h>

#include <drm/drm_debugfs.h>
#include <drm/drm_device.h>

#include "qda_debugfs.h"
#include "qda_device.h"
#include "qda_session.h"

/* All are 0 while no file is open. */
static int qda_debugfs_counters(struct seq_file *m, void *data)
{
	struct drm_debugfs_entry *entry = m->private;
	struct qda_device *qdev = to_qda_device(entry->dev);

	seq_printf(m, "sessions %u\n", qda_session_count(qdev));
	seq_printf(m, "banks_taken %u\n", qda_cb_taken(&qdev->cbs));
	seq_printf(m, "objects %d\n", atomic_read(&qdev->count.objects));
	seq_printf(m, "mappings %d\n", atomic_read(&qdev->count.mappings));
	seq_printf(m, "calls %d\n", atomic_read(&qdev->count.calls));
	seq_printf(m, "orphans %d\n", atomic_read(&qdev->count.orphans));

	return 0;
}

static int qda_debugfs_strays(struct seq_file *m, void *data)
{
	struct drm_debugfs_entry *entry = m->private;
	struct qda_device *qdev = to_qda_device(entry->dev);

	seq_printf(m, "%d\n", atomic_read(&qdev->strays));

	return 0;
}

static const struct drm_debugfs_info qda_debugfs_files[] = {
	{ "counters", qda_debugfs_counters },
	{ "strays", qda_debugfs_strays },
};

/**
 * qda_debugfs_init() - add the driver's files to those of the device
 * @drm: device, not yet registered: accel devices have no debugfs hook
 */
void qda_debugfs_init(struct drm_device *drm)
{
	drm_debugfs_add_files(drm, qda_debugfs_files, ARRAY_SIZE(qda_debugfs_files));
}
