// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "qda_deadline.h"
#include "qda_legacy.h"
#include "qda_legacy_copy.h"
#include "qda_pd.h"
#include "qda_session.h"

/* The DSP's word for what it does not know. */
#define QDA_LEGACY_UNSUPPORTED	((s32)0x80000414)

/**
 * qda_legacy_result() - what a program gets
 * @ret: 0, -EREMOTEIO if the DSP refused, or another error
 * @result: the DSP's answer, if there is one
 *
 * Return: the answer as it is, or an error that programs know.
 */
int qda_legacy_result(int ret, s32 result)
{
	switch (ret) {
	case 0:
	case -EREMOTEIO:
		return result;
	case -ECONNRESET:
	case -ESHUTDOWN:
		return -EPIPE;
	default:
		return ret;
	}
}

static int qda_legacy_set_option(struct qda_legacy_file *file, const void __user *from)
{
	struct fastrpc_ioctl_set_option option;

	if (copy_from_user(&option, from, sizeof(option)))
		return -EFAULT;
	if (memchr_inv(option.reserved, 0, sizeof(option.reserved)))
		return -EINVAL;
	if (option.request_id != FASTRPC_POLL_MODE)
		return -EINVAL;
	if (!file->sess->qdev->poll)
		return -EOPNOTSUPP;
	if (option.value != FASTRPC_POLL_MODE_ENABLE && option.value != FASTRPC_POLL_MODE_DISABLE)
		return -EINVAL;

	file->poll = option.value == FASTRPC_POLL_MODE_ENABLE;

	return 0;
}

static int qda_legacy_get_info(struct qda_legacy_file *file, void __user *arg)
{
	struct qda_device *qdev = file->sess->qdev;
	struct fastrpc_ioctl_capability info;
	s32 result = 0;
	int ret;

	if (copy_from_user(&info, arg, sizeof(info)))
		return -EFAULT;
	if (info.attribute_id > QDA_WIRE_CAPABILITIES)
		return -EOVERFLOW;

	ret = qda_aux.pd_capabilities(file->sess, &result);
	if (ret)
		return result == QDA_LEGACY_UNSUPPORTED ? -EOPNOTSUPP :
							  qda_legacy_result(ret, result);

	/* Attribute 0, "the DSP is there", is the library's to answer. */
	info.capability = info.attribute_id ?
		le32_to_cpu(qdev->capabilities[info.attribute_id - 1]) : 0;

	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}

static int qda_legacy_do_ioctl(struct qda_legacy_file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case FASTRPC_IOCTL_INVOKE:
		return qda_legacy_invoke(file, arg);
	case FASTRPC_IOCTL_INIT_ATTACH:
		return qda_legacy_attach(file, QDA_WIRE_PD_ROOT);
	case FASTRPC_IOCTL_INIT_ATTACH_SNS:
		return qda_legacy_attach(file, QDA_WIRE_PD_SENSORS);
	case FASTRPC_IOCTL_INIT_CREATE_STATIC:
		return qda_legacy_create_static(file, arg);
	case FASTRPC_IOCTL_INIT_CREATE:
		return qda_legacy_create(file, arg);
	case FASTRPC_IOCTL_ALLOC_DMA_BUFF:
		return qda_legacy_alloc(file, arg);
	case FASTRPC_IOCTL_MMAP:
		return qda_legacy_mmap(file, arg);
	case FASTRPC_IOCTL_MUNMAP:
		return qda_legacy_munmap(file, arg);
	case FASTRPC_IOCTL_MEM_MAP:
		return qda_legacy_mem_map(file, arg);
	case FASTRPC_IOCTL_MEM_UNMAP:
		return qda_legacy_mem_unmap(file, arg);
	case FASTRPC_IOCTL_SET_OPTION:
		return qda_legacy_set_option(file, arg);
	case FASTRPC_IOCTL_GET_DSP_INFO:
		return qda_legacy_get_info(file, arg);
	default:
		return -ENOTTY;
	}
}

static long qda_legacy_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct qda_legacy_file *file = filp->private_data;

	if (READ_ONCE(file->sess->qdev->lost))
		return -EPIPE;

	return qda_legacy_do_ioctl(file, cmd, (void __user *)arg);
}

static int qda_legacy_open(struct inode *inode, struct file *filp)
{
	struct qda_legacy_node *node = container_of(filp->private_data,
						    struct qda_legacy_node, misc);
	struct qda_legacy_file *file;
	int ret;

	file = kzalloc_obj(*file, GFP_KERNEL_ACCOUNT);
	if (!file)
		return -ENOMEM;

	ret = qda_legacy_copy_init(file);
	if (ret)
		goto err_free;

	file->sess = qda_aux.session_create(node->qdev, current_euid(), QDA_NO_WAIT);
	if (IS_ERR(file->sess)) {
		ret = PTR_ERR(file->sess);
		goto err_free_slots;
	}

	/*
	 * The DSP is told of the end of every file, so the session runs from here on: a
	 * program may ask for capabilities in it before it has a PD, or try again for one.
	 */
	qda_aux.session_start(file->sess);
	file->trusted = node->trusted;
	qda_legacy_buffer_init(file);
	spin_lock_init(&file->parked_lock);
	filp->private_data = file;

	return 0;

err_free_slots:
	kvfree(file->slots);
err_free:
	kfree(file);
	switch (ret) {
	case -EUSERS:
		return -EBUSY;
	case -ECONNRESET:
		return -ENODEV;
	default:
		return ret;
	}
}

static int qda_legacy_release(struct inode *inode, struct file *filp)
{
	struct qda_legacy_file *file = filp->private_data;
	struct qda_session *sess = file->sess;

	/* The buffers stay until the DSP has let go of them. */
	qda_session_get(sess);
	qda_aux.session_close(sess);
	qda_legacy_park_fini(file);
	qda_legacy_copy_fini(file);
	qda_legacy_buffer_fini(file);
	qda_aux.session_put(sess);
	kfree(file);

	return 0;
}

const struct file_operations qda_legacy_fops = {
	.owner = THIS_MODULE,
	.open = qda_legacy_open,
	.release = qda_legacy_release,
	.unlocked_ioctl = qda_legacy_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};
