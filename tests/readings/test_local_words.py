"""Everyday words of local papers: counting, growing, measuring, pouring, and what is no surname."""

from __future__ import annotations

from tests.support.read_marked import assert_read


def test_shu_counts_where_a_number_or_things_follow() -> None:
    assert_read(
        "他一口气{数}到九十九: shu3",
        "放牛娃坐在坡上{数}羊: shu3",
        "保管员昨日去{数}，少了两袋: shu3",
        "这么多怎么{数}: shu3",
        "她先{数}一间屋里有几扇窗: shu3",
        "电工在桥下{数}螺丝: shu3",
        "竹竿一捆一捆{数}过去: shu3",
        "天亮一{数}，还差七头: shu3",
        "他把钥匙{数}一遍: shu3",
        "我{数}的是鸭子: shu3",
        "从罐里{数}出六块钱: shu3",
    )
    assert_read(
        "户{数}到去年底为三千: shu4",
        "网上{数}百人留言: shu4",
        "村里{数}家企业停工: shu4",
        "给个{数}，心里好有底: shu4",
        "放水{数}分钟后再喝: shu4",
        "总{数}出人意料: shu4",
        "一{数}一源的台账: shu4",
        "先{数}十人后数百人报名: shu4",
    )


def test_de_wins_or_is_a_must_beside_other_words() -> None:
    assert_read(
        "竞{得}人须付清全款: de2",
        "按价高者{得}的原则: de2",
        "被认定为不当{得}利: de2",
        "他们是聊{得}来的朋友: de5",
        "回国后，{得}到了一份工作: de2",
        "辛苦{得}来的收成: de2",
        "要办事{得}自己跑一趟: dei3",
        "水从哪里引，{得}自己去看: dei3",
        "矮的那个{得}叫高的一声大哥: dei3",
        "菜和饭{得}分开盛: dei3",
        "毛巾拧{得}出水: de5",
        "她种{得}匀: de5",
        "大车进{得}了村: de5",
        "他说{得}出门道: de5",
        "他先到先{得}了一等奖: de2",
        "这话听{得}懂: de5",
    )


def test_di_is_the_ground_that_one_walks_on_or_sells() -> None:
    assert_read(
        "风贴着{地}走: di4",
        "犁跟着{地}走，不跟着牛走: di4",
        "他说不能卖{地}的话: di4",
        "走廊铺了静音{地}胶: di4",
        "低洼{地}赶紧排水: di4",
        "电话五五一，{地}址不变: di4",
        "电话：0551-6633322 {地}址：望河街3号: di4",
        "队伍缓缓{地}走过: de5",
        "他一遍遍{地}讲: de5",
        "孩子紧跟着悄悄{地}走: de5",
    )


def test_wei_says_what_something_is_behind_its_heading() -> None:
    assert_read(
        "用途{为}三类工业: wei2",
        "公告期限{为}自登报之日起三十日: wei2",
        "补贴对象{为}具有本县户籍的老人: wei2",
        "达到一百四十毫米，{为}该站建站四十年来第三位: wei2",
        "经专家鉴定，{为}“斑腿蛙”: wei2",
        "进行气体检测，{为}节后安装做好准备: wei4",
        "双方之间{为}雇佣或者合作关系: wei2",
        "分别{为}青川县某粮油店销售假酒案、云浦区某药店无证经营案: wei2",
        "他举着旗子{为}过往车辆指路: wei4",
        "两人之间{为}一棵树争执: wei4",
        "志愿者分别{为}老人、孩子送去礼物: wei4",
        "他用业余时间{为}邻居修车: wei4",
        "，{为}全县最困难的家庭送去米面: wei4",
    )


def test_zhang_grows_and_chang_is_a_measure() -> None:
    assert_read(
        "柳树{长}过了围墙: zhang3",
        "玉米{长}到六片叶: zhang3",
        "苗就不{长}了: zhang3",
        "原来我{长}这个样: zhang3",
        "孩子的牙没{长}齐: zhang3",
        "炉{长}正看火候: zhang3",
        "让它再{长}{长}: zhang3 zhang3",
        "蒜苗有一拃{长}: chang2",
        "裂了巴掌{长}的口: chang2",
        "一米五{长}的木棍: chang2",
        "绳子{长}又{长}: chang2 chang2",
        "开会两小时不算{长}: chang2",
        "短在字数，{长}在实效: chang2",
        "这条路不{长}: chang2",
    )


def test_chang_is_a_spell_of_weather_and_a_fit() -> None:
    assert_read(
        "她哭了一场，又笑了一{场}: chang2",
        "一年两{场}风: chang2",
        "那{场}大水淹了半条街: chang2",
        "打赢三{场}硬仗: chang2",
        "秋后糯稻满{场}: chang2",
        "哭了笑，一{场}比赛而已: chang3",
        "昨天看了一{场}戏: chang3",
        "这{场}水上表演: chang3",
        "那{场}风采大赛: chang3",
    )


def test_zhong_sows_seeds_and_counts_kinds() -> None:
    assert_read(
        "引来良{种}八千株: zhong3",
        "一{种}一{种}试过去: zhong3 zhong3",
        "购{种}发票要留好: zhong3",
        "她又{种}两粒: zhong4",
        "老人只会{种}蒜: zhong4",
        "比别人{种}得匀: zhong4",
        "先{种}一亩试试: zhong4",
        "我也有两{种}想法: zhong3",
    )


def test_verbs_of_the_hand() -> None:
    assert_read(
        "这把剪刀是谁{磨}的: mo2",
        "镜片要{磨}二十道: mo2",
        "新麦能{磨}面了: mo4",
        "裤子是大姐{缝}的: feng2",
        "一针一针{缝}上去: feng2",
        "伤口缝了五针，{缝}完还笑: feng2",
        "站成“一条{缝}”: feng4",
        "傍晚准时{弹}同一首曲子: tan2",
        "皮球{弹}入网窝: tan2",
        "子{弹}入墙三寸: dan4",
        "钢筋锯{切}车间: qie1",
        "一亩{撒}多少斤: sa3",
        "他把笔{揣}回口袋: chuai1",
        "碗里放一{撮}盐: cuo1",
        "翻看旧{卷}时: juan4",
        "叶子打{卷}: juan3",
        "再{量}井口有多宽: liang2",
        "工人正在{量}窗框: liang2",
        "产量再{量}化一次: liang4",
        "一粒豆{卡}了三天: qia3",
        "手扶{着}重锤: zhe5",
        "她拿{着}色卡: zhe5",
        "会议{着}重讲了防汛: zhuo2",
    )


def test_pouring_and_what_is_upside_down() -> None:
    assert_read(
        "号码贴{倒}了: dao4",
        "靴子进了水，他坐着{倒}，哗哗响: dao4",
        "把碗{倒}扣在灶上: dao4",
        "货要{倒}一次短驳: dao3",
        "树被风吹{倒}了: dao3",
        "机器坏了，他累{倒}了: dao3",
    )


def test_dang_takes_one_thing_for_another() -> None:
    assert_read(
        "把一块木板{当}黑板: dang4",
        "一根竹篙，{当}拐杖: dang4",
        "大家起初{当}玩笑: dang4",
        "拿它当枕头，一{当}就是三年: dang4",
        "他{当}过三年会计: dang1",
        "一个人{当}老师: dang1",
    )


def test_gan_is_dry_of_mouths_air_wells_and_bedding() -> None:
    assert_read(
        "嘴巴会发{干}: gan1",
        "冬天空气{干}，多喝水: gan1",
        "一口{干}井: gan1",
        "换成{干}锯末: gan1",
        "窝里{干}不{干}: gan1 gan1",
        "总也不{干}的青苔: gan1",
        "晨起口{干}头痛: gan1",
        "这活你{干}不{干}: gan4 gan4",
        "天不亮就{干}: gan4",
    )


def test_rows_shops_and_corners() -> None:
    assert_read(
        "麦苗整{行}整{行}地黄: hang2 hang2",
        "诗三十{行}以内: hang2",
        "市场里某干货{行}被罚: hang2",
        "某茶{行}造假: hang2",
        "整个{行}动很快: xing2",
        "图书{角}新添图书: jiao3",
        "旺{铺}一间出租: pu4",
        "职工{更}衣柜: geng1",
        "按时办结{率}: lv4",
        "良品{率}：九成: lv4",
        "带{教}老师: jiao4",
        "折痕{处}磨白了: chu4",
        "屋顶防渗漏{处}理: chu3",
        "鹅{圈}的门: juan4",
        "“两{重}”项目: zhong4",
        "一把铁{钉}一块钱: ding1",
        "中{间}隔着一条河: jian1",
        "发车间{隔}三分钟，{间}隔不变: ge2 jian4",
        "一年{少}用三百吨煤: shao3",
        "他年{少}时离家: shao4",
    )


def test_gei_gives_to_somebody() -> None:
    assert_read(
        "我们{给}她倒了水: gei3",
        "省下的补{给}一楼住户: gei3",
        "收入自{给}自足: ji3",
        "海上补{给}船: ji3",
    )


def test_huan_gives_back() -> None:
    assert_read(
        "等我缓过来就{还}你: huan2",
        "我一直想{还}他那顿饭: huan2",
        "他们来{还}鱼: huan2",
        "他{还}你我不分: hai2",
        "我很想{还}在他那里做工: hai2",
    )


def test_voices_answer_and_wheels_turn() -> None:
    assert_read(
        "学生齐声{应}：“到”: ying4",
        "做好叫{应}工作: ying4",
        "杠铃的杆是会{转}的: zhuan4",
        "师傅把扳手{转}了半圈: zhuan4",
        "阴天会{转}晴: zhuan3",
        "那就多{待}一天: dai1",
        "切勿{强}灌: qiang3",
        "{挨}家打电话: ai1",
        "她{盛}给旁边的人: cheng2",
        "面汤另{盛}。: cheng2",
        "根是白的、须{子}多: zi5",
        "这条冷链{划}不{划}算: hua2 hua2",
        "头晕、黑{蒙}: meng2",
    )


def test_what_is_no_surname() -> None:
    assert_read(
        "云浦{区}某物业公司: qu1",
        "{区}残联派人上门: qu1",
        "把过户{单}折好: dan1",
        "他为什么{单}修这座桥: dan1",
        "接到小{单}三天交货: dan1",
        "师傅{查}表、{查}线、{查}插座: cha2 cha2 cha2",
        "老中医{单}某某说: shan4",
        "被告{区}某某: ou1",
        "邻居小{单}说，货到了: shan4",
        "给孩子{盛}小半碗: cheng2",
        "会计{盛}小兰说，账平了: sheng4",
        "主任鄢师{傅}说：“修。”: fu5",
        "记者{查}文斌、{查}小明: zha1 zha1",
    )


def test_names_printed_with_spaces() -> None:
    assert_read(
        "□ {应} 天: ying1",
        "图片由 {应} 天 提供: ying1",
        "本报记者 {蒙}一诺 摄: meng2",
        "宣传科 {乐} 池: yue4",
        "{尉} 迟　明: yu4",
        "{更} 正: geng1",
    )


def test_more_of_the_same_kinds_in_other_words() -> None:
    assert_read(
        "护士挨床{数}药片: shu3",
        "他掰着手指{数}日子: shu3",
        "井底的泉也{干}了: gan1",
        "柴要{干}的: gan1",
        "床单{当}门帘: dang4",
        "石匠蹲着{量}石板: liang2",
        "原来误会一{场}: chang2",
        "外婆灯下{缝}棉袄: feng2",
        "这碗给孩子{盛}: cheng2",
        "旧书{散}了: san3",
        "硬币摊在桌上{数}: shu3",
        "衬衫晾了两天没{干}: gan1",
        "水渠{干}了，苗也黄了: gan1",
        "田里的土{干}得裂了缝: gan1",
        "三年{长}了八公分: zhang3",
        "染着{长}指甲: chang2",
        "她摘{长}豆角: chang2",
        "老人舍不得{地}: di4",
        "纸箱{当}凳子坐: dang4",
        "医生每天来{量}两次血压: liang2",
        "拿绳子{量}树围: liang2",
        "驴拉着{磨}转: mo4",
        "货{倒}了两手: dao3",
        "{还}上最后一笔: huan2",
        "自家留的{种}: zhong3",
        "棉{种}发到户: zhong3",
        "灯笼是他{扎}的: za1",
        "绳子{散}了: san3",
        "他在村里{转}了一天: zhuan4",
        "旗子{挑}在竹竿上: tiao3",
        "车过{卡}口: qia3",
        "脸上一{撮}长胡子: zuo3",
        "一{撮}白胡椒: cuo1",
    )
    assert_read(
        "他在厂里没{干}几天: gan4",
        "账交给老{盛}。: sheng4",
        "这是他们要{干}的大事: gan4",
        "水土{干}部下乡: gan4",
        "队伍{散}了: san4",
        "在镇上{转}了两趟车: zhuan3",
        "他{还}上了大学: hai2",
        "拿产{量}说话: liang4",
        "医院来{量}子专家: liang4",
    )


def test_tools_and_chores() -> None:
    assert_read(
        "青川的矿工用{镐}刨开冻土: gao3",
        "他抡起{镐}: gao3",
        "{镐}京的遗址: hao4",
        "镐头{刨}在石头上: pao2",
        "他{抡}起大锤: lun1",
        "船工们背着{纤}: qian4",
        "她在院里{择}着芹菜: zhai2",
        "他{择}了一所中学: ze2",
        "她去后山{劈}柴: pi1",
        "烧{劈}柴的炉子: pi3",
        "买了一捆{劈}柴: pi3",
        "拿刺刀{挑}: tiao3",
        "斧子一砍就{卷}: juan3",
        "文稿还要再{校}一遍: jiao4",
        "表得{校}一{校}: jiao4 jiao4",
        "全校一{校}两区: xiao4",
    )


def test_sounds_tunes_and_what_somebody_is_given_to() -> None:
    assert_read(
        "树叶{哗}地落了一地: hua1",
        "喧{哗}地带: hua2",
        "胡琴的{调}门定高了: diao4",
        "医院强{调}门诊服务: diao4",
        "二黄{调}低回婉转: diao4",
        "把空调{调}高了: tiao2",
        "领一句，众人{和}一句: he4",
        "谁也没{吱}声: zi1",
        "他既好酒，也{好}赌: hao4",
        "桃树能{结}什么果: jie1",
        "大家不想难{为}谁: wei5",
        "很难{为}谁开绿灯: wei4",
        "发热而无{汗}，口不渴: han4",
        "一{溜}排开: liu4",
        "凳子摆成一{溜}: liu4",
        "孩子往坡下一{溜}，不见了: liu1",
        "菜凉了，{重}热一遍: chong2",
        "{大轴}是《打渔杀家》: da4 zhou4",
        "水轮机的大{轴}断了: zhou2",
        "大事化小，小事化{了}: liao3",
        "天边一抹鱼{肚}白: du4",
        "枣{核}儿扔在碟里: hu2",
    )


def test_more_nouns_that_end_in_a_neutral_syllable() -> None:
    assert_read(
        "他在青川河里扎了个猛{子}: zi5",
        "菜梗{子}嫩: zi5",
        "蛇吐着信{子}: zi5",
        "羊羔{子}跟着母羊: zi5",
        "街坊里的老把{式}: shi5",
        "味道才地{道}: dao5",
        "盘里是瓜{子}仁儿: zi3",
        "相信{子}女: zi3",
    )
