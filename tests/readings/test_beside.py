"""Characters of two readings that the words beside them settle: rows, quantities, tools, verbs."""

from __future__ import annotations

from tests.support.read_marked import assert_read


def test_hang_is_a_row_of_plants_or_one_of_several_brothers() -> None:
    assert_read(
        "把种子撒进麦{行}里: hang2",
        "别把麦{行}豁坏了: hang2",
        "她蹲在玉米{行}间拔草: hang2",
        "苗{行}之间铺上了薄膜: hang2",
        "棉花{行}里套种西瓜: hang2",
        "树{行}下面种着豆子: hang2",
        "菜苗一{行}行绿油油的: hang2",
        "一行{行}白杨站在路边: hang2",
        "兄弟四个，他{行}三: hang2",
        "父亲在家{行}二，人称二叔: hang2",
        "她在姐妹中排{行}老五: hang2",
        "垄{行}笔直，一眼望不到头: hang2",
    )


def test_xing_goes_or_acts_where_no_row_is_beside() -> None:
    assert_read(
        "车辆{行}至三岔口: xing2",
        "代表团一{行}二十人抵达青川: xing2",
        "他们{行}三十里山路: xing2",
        "三人同{行}二人免票: xing2",
        "一{行}人走进果园: xing2",
        "树林里人{行}小路铺了石子: xing2",
        "他带头植树{行}善: xing2",
    )


def test_tiao_sets_a_machine_or_a_quantity_right() -> None:
    assert_read(
        "师傅正在{调}校设备: tiao2",
        "再{调}一下角度: tiao2",
        "把音量{调}成静音: tiao2",
        "先{调}参数再开机: tiao2",
        "他蹲下来{调}刹车: tiao2",
        "空调温度{调}到二十六度: tiao2",
        "技师来{调}琴: tiao2",
        "{调}试阶段: tiao2",
        "仪器要重新{调}零: tiao2",
        "边走边{调}焦距: tiao2",
        "把水温{调}至四十度: tiao2",
    )


def test_diao_moves_people_and_goods() -> None:
    assert_read(
        "他被{调}到县里工作: diao4",
        "从外地{调}来两台挖掘机: diao4",
        "组织上{调}他去防汛: diao4",
        "{调}运粮食三千吨: diao4",
        "部队{调}防: diao4",
        "{调}阅卷宗: diao4",
        "他{调}至市委办公室任职: diao4",
        "这首歌的曲{调}很美: diao4",
        "交警{调}监控查看: diao4",
    )


def test_jiao_compares_and_corrects() -> None:
    assert_read(
        "精细调{校}之后再开机: jiao4",
        "仪表需要{校}准: jiao4",
        "先把秤{校}零: jiao4",
        "稿子{校}了三遍: jiao4",
        "这本书由他点{校}: jiao4",
        "{校}表: jiao4",
        "三{校}之后付印: jiao4",
    )
    assert_read(
        "高{校}招生: xiao4",
        "该{校}准备开学: xiao4",
        "他是空军上{校}: xiao4",
        "我{校}学生获奖: xiao4",
    )


def test_a_grain_bin_is_dun_and_to_hoard_is_tun() -> None:
    assert_read(
        "把麦子装{囤}: dun4",
        "粮{囤}满了: dun4",
        "院里立着两个{囤}: dun4",
        "玉米入{囤}: dun4",
        "大囤满、小{囤}流: dun4",
        "新谷上{囤}: dun4",
    )
    assert_read(
        "不法商贩{囤}积居奇: tun2",
        "市民{囤}了不少菜: tun2",
        "家里{囤}着口罩: tun2",
        "{囤}货过冬: tun2",
        "他{囤}下两千斤白菜: tun2",
    )


def test_wei_is_for_somebody_where_a_verb_follows() -> None:
    assert_read(
        "他一记扣杀{为}青川队扳平比分: wei4",
        "老艺人专程来青{为}徒弟把场: wei4",
        "她{为}主队拿下第一分: wei4",
        "替补上场的小将{为}球队锁定胜局: wei4",
        "教练特意赶来{为}队员打气: wei4",
        "第八十分钟，他头球{为}客队将比分改写: wei4",
        "她三次{为}国家队出战: wei4",
        "老师来校{为}毕业生送行: wei4",
        "医生来村{为}老人把脉: wei4",
        "志愿者来京{为}患儿联系医院: wei4",
    )
    assert_read(
        "总比分{为}三比一: wei2",
        "第一名{为}青川队: wei2",
        "对手{为}上届冠军: wei2",
        "他被选{为}队长: wei2",
        "决赛对阵双方{为}青川队和云浦队: wei2",
        "组委会将他评{为}最佳射手: wei2",
    )


def test_chang_is_long_of_things_and_zhang_older_of_people() -> None:
    assert_read(
        "用两根{长}木棍撑住: chang2",
        "搭上一根{长}木板: chang2",
        "一把{长}铁锹: chang2",
        "两条{长}绳子拴着: chang2",
        "三根{长}竹竿捆在一起: chang2",
        "他拿来一根{长}铁丝: chang2",
        "全县最{长}的隧道: chang2",
        "年限最{长}的贷款: chang2",
        "拖着{长}长的影子: chang2",
        "工龄最{长}的职工: chang2",
    )
    assert_read(
        "他是年龄最{长}的徒弟: zhang3",
        "几个人里她年纪最{长}: zhang3",
        "我比他年{长}两岁: zhang3",
        "小麦{长}势喜人: zhang3",
        "孩子{长}得像妈妈: zhang3",
        "他们中年岁最{长}者已过百岁: zhang3",
        "村{长}铁了心要修路: zhang3",
        "他虚{长}我三岁: zhang3",
    )


def test_jiang_is_about_to_where_a_name_or_a_word_ends_before_it() -> None:
    assert_read(
        "远山新大{将}退出股东行列: jiang1",
        "青川恒大{将}迎战云浦队: jiang1",
        "光大{将}发行新卡: jiang1",
        "北大{将}扩大招生: jiang1",
        "加拿大{将}取消关税: jiang1",
        "意大利和加拿大{将}参加谈判: jiang1",
        "师大{将}搬迁新校区: jiang1",
        "压力加大{将}影响就业: jiang1",
        "规模扩大{将}带来好处: jiang1",
        "市人大{将}听取报告: jiang1",
        "双方差距过大{将}导致谈判破裂: jiang1",
    )
    assert_read(
        "他晃过门{将}推射得手: jiang4",
        "单刀面对门{将}冷静破门: jiang4",
        "他过掉门{将}后射门: jiang4",
        "对方门{将}扑出点球: jiang4",
        "队中大{将}受伤: jiang4",
        "手下大{将}退出后他独木难支: jiang4",
        "一员大{将}: jiang4",
        "主教练手下两员大{将}将缺阵: jiang4",
        "门{将}将球扑出: jiang4",
        "门{将}脱手: jiang4",
    )
    assert_read(
        "专门{将}这批书送到山里: jiang1", "部门{将}加强监管: jiang1", "澳门{将}举办赛事: jiang1"
    )


def test_zhao_catches_fire_though_other_words_part_them() -> None:
    assert_read(
        "楼前的汽车都{着}起火来: zhao2",
        "柴垛{着}起了火: zhao2",
        "仓库又{着}起火: zhao2",
        "电线{着}了火: zhao2",
        "厨房{着}过一次火: zhao2",
        "草堆{着}起大火: zhao2",
        "灶膛里的柴{着}得很旺: zhao2",
        "炉子{着}起来了: zhao2",
    )
    assert_read(
        "他举{着}火把: zhe5",
        "锅里烧{着}火: zhe5",
        "灶里生{着}火: zhe5",
        "看{着}火车开走: zhe5",
        "他跟{着}起身: zhe5",
    )


def test_di_is_ground_before_a_stall_and_the_particle_behind_a_manner() -> None:
    assert_read(
        "不得不靠摆{地}摊过活: di4",
        "他摆{地}摊养家: di4",
        "打{地}铺睡了一夜: di4",
        "在村口摆起{地}摊: di4",
        "这块试验{地}收成好: di4",
        "试验性质{地}种了两亩: de5",
        "游击性质{地}摆摊: de5",
        "半开玩笑性质{地}说: de5",
        "惩罚性{地}加税: de5",
        "象征性{地}收费: de5",
        "报复性{地}涨价: de5",
        "建设性{地}提出意见: de5",
    )


def test_jiao_teaches_somebody_and_is_otherwise_a_teaching() -> None:
    assert_read(
        "一定要{教}好山里的孩子: jiao1",
        "想{教}好每一堂课: jiao1",
        "他{教}出了一批徒弟: jiao1",
        "先生{教}得认真: jiao1",
        "她{教}不好就着急: jiao1",
        "把学生{教}会: jiao1",
        "我来{教}你: jiao1",
        "她{教}孩子们剪纸: jiao1",
        "把手艺{教}下去: jiao1",
        "他愿意{教}好这门课: jiao1",
    )
    assert_read(
        "{教}育局: jiao4",
        "支{教}老师: jiao4",
        "从{教}三十年: jiao4",
        "因材施{教}: jiao4",
        "{教}好学生的方法: jiao1",
        "宗{教}界人士: jiao4",
        "家{教}好的孩子: jiao4",
    )


def test_chang_is_a_threshing_floor_and_a_spell_of_weather() -> None:
    assert_read(
        "用牛车拉到{场}沿: chang2",
        "麦子堆在{场}边: chang2",
        "正是打{场}的时候: chang2",
        "一{场}雨下透了: chang2",
        "村里的打谷{场}: chang2",
        "下了两{场}雪: chang2",
        "赶{场}天人多: chang2",
        "大病一{场}: chang2",
        "晒{场}上铺满玉米: chang2",
        "男人们忙着扬{场}: chang2",
    )
    assert_read(
        "球{场}边站满了人: chang3",
        "操{场}沿线: chang3",
        "一{场}比赛: chang3",
        "两{场}演出: chang3",
        "他站在{场}边指挥: chang3",
        "广{场}上: chang3",
    )


def test_ba_harrows_and_pa_rakes() -> None:
    assert_read(
        "精耕细{耙}: ba4",
        "犁地{耙}地: ba4",
        "耕{耙}播种: ba4",
        "把田{耙}平: ba4",
        "{耙}田: ba4",
        "把地{耙}了三遍: ba4",
    )
    assert_read("钉{耙}: pa2", "他扛着{耙}子: pa2", "九齿钉{耙}: pa2", "竹{耙}搂草: pa2")


def test_tu_lets_go_and_to_vomit_is_the_fourth() -> None:
    assert_read(
        "收割机{吐}出来的秸秆: tu3",
        "机器{吐}出小票: tu3",
        "蚕宝宝{吐}出丝来: tu3",
        "他{吐}出一口烟: tu3",
        "柳树{吐}出新芽: tu3",
        "烟囱{吐}出黑烟: tu3",
        "打印机{吐}出一张单子: tu3",
        "把瓜子皮{吐}出来: tu3",
        "她{吐}出几个字: tu3",
    )
    assert_read(
        "把赃款{吐}出来: tu4",
        "{吐}出鲜血: tu4",
        "他{吐}了一地: tu4",
        "上{吐}下泻: tu4",
        "孩子呕{吐}: tu4",
        "恶心想{吐}: tu4",
    )


def test_ding_drives_a_nail_and_is_one() -> None:
    assert_read(
        "两根木杆{钉}成架子: ding4",
        "把木牌{钉}在墙上: ding4",
        "用木条{钉}个架子: ding4",
        "{钉}了一块板: ding4",
        "窗户被木板{钉}死: ding4",
        "{钉}马掌: ding4",
        "{钉}扣子: ding4",
        "箱子{钉}得牢: ding4",
        "门上{钉}着铁皮: ding4",
        "他{钉}好木箱: ding4",
    )
    assert_read(
        "螺丝{钉}: ding1",
        "图{钉}: ding1",
        "铁{钉}生锈: ding1",
        "{钉}子户: ding1",
        "拔出一颗{钉}: ding1",
    )


def test_mo_grinds_grain_and_rubs() -> None:
    assert_read(
        "麦粒{磨}成面粉: mo4",
        "玉米{磨}成面: mo4",
        "把黄豆{磨}成豆浆: mo4",
        "推{磨}: mo4",
        "石{磨}: mo4",
        "粮食{磨}成粉: mo4",
        "{磨}面: mo4",
        "{磨}豆腐: mo4",
        "小麦{磨}出面粉: mo4",
        "拉{磨}的驴: mo4",
    )
    assert_read(
        "{磨}刀: mo2",
        "手上{磨}出了泡: mo2",
        "铁杵{磨}成针: mo2",
        "鞋底{磨}破: mo2",
        "把石头{磨}成刀: mo2",
        "性子{磨}成了温和: mo2",
        "{磨}炼: mo2",
    )


def test_huo_opens_a_furrow_or_stakes_all_and_is_clear() -> None:
    assert_read(
        "把垄{豁}开: huo1",
        "袋子{豁}了个口子: huo1",
        "{豁}出去了: huo1",
        "他{豁}出命来: huo1",
        "碗沿{豁}了口: huo1",
        "{豁}口: huo1",
        "{豁}着牙笑: huo1",
        "{豁}嘴: huo1",
        "墙上有个{豁}子: huo1",
        "{豁}沟: huo1",
    )
    assert_read(
        "心里{豁}然开朗: huo4",
        "{豁}达: huo4",
        "{豁}免债务: huo4",
        "显{豁}: huo4",
        "眼前{豁}亮: huo4",
    )


def test_qian_is_a_madder_and_stands_so_in_names_from_abroad_and_at_home() -> None:
    assert_read(
        "不敌山口{茜}: qian4",
        "记者李{茜}: qian4",
        "王{茜}说: qian4",
        "张{茜}的母亲: qian4",
        "{茜}草: qian4",
        "女孩小{茜}: qian4",
        "周{茜}夺冠: qian4",
        "山口{茜}退赛: qian4",
    )
    assert_read("歌手{茜}拉: xi1", "露{茜}的日记: xi1", "南{茜}访问: xi1")


def test_yang_itches() -> None:
    assert_read("浑身刺{痒}难耐: yang5", "瘙{痒}: yang3", "皮肤发{痒}: yang3")


def test_spirit_is_neutral_where_somebody_is_lively_and_a_business_is_neutral() -> None:
    assert_read(
        "喝了茶，他立马来了精{神}，: shen5",
        "大家打起精{神}。: shen5",
        "他做买{卖}不亏心: mai5",
        "一桩谈成的买{卖}，: mai5",
        "小买{卖}也要诚信: mai5",
        "他仔细扒{拉}着麦粒: la5",
    )
    assert_read(
        "学习会议精{神}。: shen2",
        "弘扬奉献精{神}，: shen2",
        "依法打击买{卖}人口: mai4",
        "股票买{卖}频繁: mai4",
        "禁止买{卖}野生动物: mai4",
    )


def test_part_is_heard_in_two_ways_and_stays_full() -> None:
    assert_read("部{分}路段限行: fen4", "大部{分}学生走读: fen4")
