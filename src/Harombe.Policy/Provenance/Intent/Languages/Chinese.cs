namespace Harombe.Policy.Provenance.Intent.Languages;

/// <summary>Chinese, simplified and traditional. Without gaps between words, so what is known is found wherever it stands, the longest first.</summary>
internal static class Chinese
{
    public static Vocabulary Words { get; } = new(
        "",
        "什么 什麼 谁 誰 哪 怎么 怎麼 何时 为什么 為什麼 多少 几点 吗 嗎",
        "不要 别 別 勿 不用 没有 沒有 不必 禁止",
        """
        send: 发送 發送 发给 發給 寄给 寄給 发一封 發一封
        write: 写给 寫給 写信
        reply: 回复 回覆 答复
        forward: 转发 轉發
        tell: 告诉 告訴 通知
        cancel: 取消
        delete: 删除 刪除 删掉 移除
        invite: 邀请 邀請
        upload: 上传 上傳
        share: 分享 共享
        add: 添加 加入 新增 加到
        create: 创建 創建 建立 新建
        move: 移动 移動 改到 推迟 延期 挪到
        rename: 重命名
        change: 修改 更改 改成
        update: 更新
        pay: 支付 付款 缴纳
        transfer: 转账 轉帳 汇款
        refund: 退款
        buy: 购买 購買
        order: 订购 訂購
        book: 预订 預訂 预定
        post: 发布 發佈 张贴
        save: 保存 儲存
        run: 运行 執行 执行
        close: 关闭 關閉
        assign: 分配 指派
        set: 设置 設置
        """,
        """
        mail: 邮件 郵件 电邮
        message: 消息 訊息 信息
        meeting: 会议 會議 日程 约会 活动
        minutes: 会议记录 會議記錄
        file: 文件 档案 檔案
        folder: 文件夹 資料夾
        summary: 摘要 总结 總結
        bill: 账单 帳單 发票
        rent: 房租 租金
        money: 钱 錢
        payment: 款项
        password: 密码 密碼
        channel: 频道 頻道
        calendar: 日历 行事曆
        note: 笔记 筆記
        account: 账户 帳戶 账号
        address: 地址
        recipient: 收件人 收款人
        contacts: 联系人 聯絡人
        user: 用户 使用者
        flight: 航班
        table: 餐桌
        all: 所有 全部 每个
        discount: 折扣
        attachment: 附件
        website: 网站 網站 网页
        is: 是
        """);
}
