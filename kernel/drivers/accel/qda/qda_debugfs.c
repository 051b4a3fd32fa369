// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/seq_file.h>

#include <drm/drm_debugfs.h>
#include <drm/drm_device.h>

#include "qda_debugfs.h"
#include "qda_device.h"
#include "qda_mapping.h"
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

static void qda_debugfs_session(struct seq_file *m, struct qda_session *sess)
{
	struct qda_mapping *map;
	unsigned long id;

	guard(mutex)(&sess->memory_lock);

	seq_printf(m, "client %u: %s%s\n", sess->client,
		   qda_session_state_name(READ_ONCE(sess->state)),
		   atomic_read(&sess->pd_status) ? ", its PD has died" : "");
	if (sess->gone)
		return;

	seq_printf(m, "  bank sid %u, PD type %u, heap %zu bytes\n", sess->cb->sid,
		   sess->pd_type, sess->heap_size);
	xa_for_each(&sess->mappings, id, map)
		seq_printf(m, "  object %lu: %llu bytes at %#llx\n", id, map->size, map->addr);
	for (unsigned int i = 0; i < QDA_SESSION_SLOTS; i++) {
		u64 ctx = atomic64_read(&sess->slots[i].pending);

		if (ctx)
			seq_printf(m, "  call %#llx in flight%s\n", ctx,
				   atomic_read(&sess->slots[i].users) < 2 ? ", given up" : "");
	}
}

static int qda_debugfs_sessions(struct seq_file *m, void *data)
{
	struct drm_debugfs_entry *entry = m->private;
	struct qda_device *qdev = to_qda_device(entry->dev);
	struct qda_session *sess;

	guard(mutex)(&qdev->sessions_lock);

	list_for_each_entry(sess, &qdev->sessions, link)
		qda_debugfs_session(m, sess);

	return 0;
}

static const struct drm_debugfs_info qda_debugfs_files[] = {
	{ "counters", qda_debugfs_counters },
	{ "sessions", qda_debugfs_sessions },
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
