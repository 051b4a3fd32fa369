// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/module.h>
#include <linux/workqueue.h>

#include <drm/drm_accel.h>
#include <drm/drm_drv.h>
#include <drm/drm_file.h>
#include <drm/drm_gem.h>
#include <drm/drm_ioctl.h>
#include <drm/qda_accel.h>

#include "qda_cb.h"
#include "qda_drv.h"
#include "qda_file.h"
#include "qda_gem.h"
#include "qda_ioctl.h"
#include "qda_rpmsg.h"

/**
 * DOC: Overview
 *
 * qda drives the Hexagon DSPs of Qualcomm SoCs. A program opens the node of a
 * DSP, opens a session, which is a process on the DSP with an address space
 * of its own, and calls remote methods with GEM objects as arguments.
 *
 * One call, from top to bottom: qda_ioctl_invoke() checks what user space
 * says and looks up session and objects; qda_mapping_get() has the device
 * addresses; qda_invoke_get() has a slot; qda_marshal_pack() writes the
 * payload; qda_rpmsg_send() sends the message; qda_invoke_wait() sleeps until
 * qda_rpmsg_callback() has brought the answer to qda_invoke_answer().
 */

#define QDA_IOCTL(name, handler) \
	DRM_IOCTL_DEF_DRV(QDA_ ## name, qda_ioctl_ ## handler, 0)

static const struct drm_ioctl_desc qda_ioctls[] = {
	QDA_IOCTL(QUERY, query),
	QDA_IOCTL(GEM_CREATE, gem_create),
	QDA_IOCTL(GEM_MMAP_OFFSET, gem_mmap_offset),
	QDA_IOCTL(SESSION_ATTACH, session_attach),
	QDA_IOCTL(SESSION_CREATE, session_create),
	QDA_IOCTL(MAP, map),
	QDA_IOCTL(MUNMAP, munmap),
	QDA_IOCTL(INVOKE, invoke),
	QDA_IOCTL(SESSION_CLOSE, session_close),
	QDA_IOCTL(SUBMIT, submit),
};

static int qda_drv_release(struct inode *inode, struct file *filp)
{
	struct drm_file *drm_file = filp->private_data;

	qda_file_close_sessions(drm_file->driver_priv);

	return drm_release(inode, filp);
}

/*
 * What a client of an accelerator needs of DRM. All else is for displays, or
 * names objects beyond the open file.
 */
static bool qda_drv_ioctl_allowed(unsigned int cmd)
{
	unsigned int nr = DRM_IOCTL_NR(cmd);

	if (nr >= DRM_COMMAND_BASE && nr < DRM_COMMAND_END)
		return true;

	switch (nr) {
	case DRM_IOCTL_NR(DRM_IOCTL_VERSION):
	case DRM_IOCTL_NR(DRM_IOCTL_GET_CAP):
	case DRM_IOCTL_NR(DRM_IOCTL_SET_CLIENT_NAME):
	case DRM_IOCTL_NR(DRM_IOCTL_GEM_CLOSE):
	case DRM_IOCTL_NR(DRM_IOCTL_PRIME_HANDLE_TO_FD):
	case DRM_IOCTL_NR(DRM_IOCTL_PRIME_FD_TO_HANDLE):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_CREATE):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_DESTROY):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_WAIT):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_RESET):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_SIGNAL):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_QUERY):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_TRANSFER):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL):
	case DRM_IOCTL_NR(DRM_IOCTL_SYNCOBJ_EVENTFD):
		return true;
	default:
		return false;
	}
}

static long qda_drv_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	return qda_drv_ioctl_allowed(cmd) ? drm_ioctl(filp, cmd, arg) : -ENOTTY;
}

#ifdef CONFIG_COMPAT
static long qda_drv_compat_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	return qda_drv_ioctl_allowed(cmd) ? drm_compat_ioctl(filp, cmd, arg) : -ENOTTY;
}
#endif

static const struct file_operations qda_fops = {
	.owner = THIS_MODULE,
	.open = accel_open,
	.release = qda_drv_release,
	.unlocked_ioctl = qda_drv_ioctl,
#ifdef CONFIG_COMPAT
	.compat_ioctl = qda_drv_compat_ioctl,
#endif
	.poll = drm_poll,
	.read = drm_read,
	.llseek = noop_llseek,
	.mmap = drm_gem_mmap,
	.show_fdinfo = drm_show_fdinfo,
	.fop_flags = FOP_UNSIGNED_OFFSET,
};

const struct drm_driver qda_driver = {
	.driver_features = DRIVER_GEM | DRIVER_SYNCOBJ | DRIVER_SYNCOBJ_TIMELINE |
			   DRIVER_COMPUTE_ACCEL,
	.open = qda_file_open,
	.postclose = qda_file_postclose,
	.gem_create_object = qda_gem_create_object,
	.gem_prime_import = qda_gem_prime_import,
	.show_fdinfo = qda_file_show_fdinfo,
	.ioctls = qda_ioctls,
	.num_ioctls = ARRAY_SIZE(qda_ioctls),
	.fops = &qda_fops,
	.name = "qda",
	.desc = "Qualcomm DSP accelerator",
	.major = 1,
	.minor = 0,
};

struct workqueue_struct *qda_drv_wq;

static int __init qda_drv_init(void)
{
	int ret;

	qda_drv_wq = alloc_workqueue("qda", WQ_UNBOUND, 0);
	if (!qda_drv_wq)
		return -ENOMEM;

	ret = qda_cb_driver_register();
	if (ret)
		goto err_destroy_wq;

	ret = qda_rpmsg_driver_register();
	if (ret)
		goto err_unregister_cb;

	return 0;

err_unregister_cb:
	qda_cb_driver_unregister();
err_destroy_wq:
	destroy_workqueue(qda_drv_wq);
	return ret;
}
module_init(qda_drv_init);

static void __exit qda_drv_exit(void)
{
	qda_rpmsg_driver_unregister();
	qda_cb_driver_unregister();
	destroy_workqueue(qda_drv_wq);
}
module_exit(qda_drv_exit);

MODULE_DESCRIPTION("Qualcomm DSP accelerator (FastRPC)");
MODULE_AUTHOR("The qda authors");
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS("DMA_BUF");
