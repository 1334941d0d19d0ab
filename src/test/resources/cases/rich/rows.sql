-- The rows of rich.sql, and who may do what with them.
set search_path = api, public;
insert into country values ('de','Germany',357), ('fr','France',643), ('it','Italy',null);
insert into city values (1,'Berlin','de',3600000,null),(2,'Paris','fr',2100000,1),(3,'Rome','it',2800000,2),(4,'Lyon','fr',500000,null),(5,'Nowhere',null,null,null);
insert into client values (1,'Microsoft'),(2,'Apple'),(3,'Zed');
insert into project values (1,'Windows 7',1),(2,'Windows 10',1),(3,'IOS',2),(4,'OSX',2),(5,'Orphan',null);
insert into task values (1,'Design w7',1,1.5,'2026-01-01'),(2,'Code w7',1,3,null),(3,'Design w10',2,2,'2026-02-01'),(4,'Code w10',2,null,null),(5,'Design IOS',3,10,'2026-03-01'),(6,'Code IOS',3,0.5,null),(7,'Design OSX',4,7,null),(8,'Code OSX',4,8,null);
insert into usr values (1,'Angela','{"a":{"b":1},"l":[1,2],"s":"x"}','{1,2,3}'),(2,'Michael','{"a":{"b":2}}','{}'),(3,'Dwight',null,null);
insert into usr_task values (1,1),(1,2),(1,3),(1,4),(2,5),(2,6),(2,7),(3,1),(3,5);
insert into usr_project values (1,1),(1,2),(2,3),(2,4),(3,1),(3,3);
insert into detail values (1, '$100.00', 'one'), (3, '$20.50', null);
insert into comment values (1,1,2,6,'Needs to be delivered ASAP'),(2,3,1,1,'hm');
insert into address values (1,'Street 1'),(2,'Street 2'),(3,'Street 3'),(4,'Street 4');
insert into orders values (1,'order 1',1,2,10),(2,'order 2',3,4,20),(3,'order 3',1,null,30);
insert into site values ('eu',1,'one'),('eu',2,'two'),('us',1,'three');
insert into sensor values (1,'eu',1,'s1','us',1),(2,'eu',1,'s2',null,null),(3,'us',1,'s3','eu',2),(4,null,null,'s4',null,null);
insert into person values (1,'Ann',null,null),(2,'Ben',1,1),(3,'Cid',1,2),(4,'Dee',2,1);
insert into friendship values (1,2,'2020-01-01'),(1,3,'2020-01-02'),(3,4,'2021-01-01');
insert into student values (1,'0001','Jane'),(2,'0002','John');
insert into student_info values (1,'0001','Street X');
insert into first_t values (1,'f1'),(2,'f2'); insert into second_t values (1,1,'s1'),(2,null,'s2');
insert into car_model values ('DeLorean',1981),('F310-B',1997);
insert into car_sale values (1,'DeLorean',1981,'2020-05-01'),(2,'F310-B',1997,'2021-03-01'),(3,'DeLorean',1981,'2021-04-01');
insert into plate values (1,1,'2020-05-01'),(2,3,'2021-04-01');
refresh materialized view project_mat;
insert into kinds (id,m,p,pt,ne,pts,tags,nums,r,mr,dr,tr,j,jb,ts,t,b,n,f,d,tsz,tt,u,by,i,ip,c,vc,x,bt,l,moods) values
 (1,'sad',5,'(1,2)','("(3,4)",lab)','{"(1,2)","(3,4)"}','{a,b}','{1,2}','[1,5)','{[1,3),[5,7)}','[2020-01-01,2020-02-01)','[2020-01-01 00:00+00,2020-01-02 00:00+00)','{"a":1,"b":[1,2]}','{"a":{"b":"c"},"n":5,"arr":[{"x":1},{"x":2}]}',to_tsvector('english','the quick brown foxes'),'Hello, World',true,1.50,2.5,'2020-01-01','2020-01-01 10:00+00','2020-01-01 10:00','b5eb3d2a-0001-4000-8000-000000000001','\xdeadbeef','1 day','10.0.0.1','ab','var','<r>1</r>',B'1010',9007199254740993,'{sad,happy}'),
 (2,'happy',1,null,null,'{}','{b,c,"d,e"}','{}','[5,10)',null,null,null,'[1,2,3]','[1,{"k":"v"}]',to_tsvector('english','lazy dogs'),'it''s %_* \ "q"',false,-3,'Infinity','2021-06-01','2021-01-01 00:00+02','2021-01-01',null,null,null,null,null,null,null,null,-1,null),
 (3,null,null,'(5,)',null,null,null,null,'empty','{}','(,2020-01-01)',null,'null','null',null,null,null,null,'NaN',null,null,null,null,'','-1 mons',null,null,'',null,null,null,'{}'),
 (4,'ok',9,null,null,null,'{}','{2,4,6}','(,3)',null,null,null,'"str"','{"a":{"b":null},"n":"5"}',to_tsvector('english','fox dog'),'hello',true,100,1e20,'1999-12-31','infinity','-infinity',null,null,null,null,null,null,null,null,0,null);
insert into defaults_t (a) values ('one'),('two');
insert into ident(name) values ('i1'),('i2'); insert into ident_d(name) values ('i1'),('i2');
insert into no_pk values (null,null),(1,'1'),(2,'2');
insert into pk_uniq values (1,'a','v1',1),(2,'b','v2',2),(3,'c','v3',3);
insert into comp values (1,'a','x',1),(1,'b','y',2),(2,'a','z',3);
insert into single_u values ('one',1),('two',2);
insert into only_pk values (1),(2);
insert into items select from generate_series(1,15);
insert into vtbl values (1,'n1','ü1',11,'ab1','q1','par1','colon1','sel1',5,'arrow1','comma1','dash1','or1','not1'),(2,'n2','ü2',22,'ab2','q2','par2','colon2','sel2',4,'arrow2','comma2','dash2','or2','not2');
insert into "Weird Table" values (1,'A1',null),(2,'A2',1);
insert into "مورد" values (1,'یک');
insert into fulltext_t values (1,to_tsvector('english','It''s kind of fun to do the impossible'),'It''s kind of fun to do the impossible','{"a":"impossible fun"}','{"a":"impossible fun"}'),
 (2,to_tsvector('english','But also fun to do what is possible'),'But also fun to do what is possible','{"a":"possible"}','{"a":"possible"}'),
 (3,to_tsvector('english','Fat cats ate rats'),'Fat cats ate rats','{"a":"cats"}','{"a":"cats"}'),
 (4,to_tsvector('french','C''est un peu amusant de faire l''impossible'),'C''est un peu amusant de faire l''impossible','{}','{}');
insert into ro values (1,'r');
insert into hidden_col values (1,'p','s'),(2,'p2','s2');
insert into rls values (1,'ann','a1'),(2,'ben','b1'),(3,'ann','a2');
insert into checks values (1,1,1,null),(2,2,2,1);
insert into trg values (1,'a','init'),(2,'b','init');
insert into js values (1,'{"foo":{"bar":"baz"},"n":1}','{"foo":{"bar":"baz"},"n":1,"arr":[1,2,{"k":"v"}]}','{"a":"1"}'),(2,'{"foo":{"bar":"zap"},"n":2}','{"foo":{"bar":"zap"},"n":20,"0":"zero","-1":"neg","with space":"ws","a.b":"dot","!@#$%":"sym"}',null),(3,'[3,4,[5]]','[[1,2],[3,4]]','{"a":null}'),(4,null,null,null);
insert into big select i, 'v'||i from generate_series(1,50) i;
insert into part_del values (1,1,'a'),(2,1,'b'),(3,2,'c'),(4,null,null);
insert into web_content values (5,'wat',null),(0,'tardis',5),(1,'fezz',0),(2,'foo',0),(3,'bar',0),(4,'wut',1);
insert into limited select generate_series(1,3);
insert into tz values (1,'2020-06-01 12:00+00');
insert into being values (1),(2); insert into descendant values (1,1),(2,1),(3,2); insert into parts values (1),(2),(3); insert into being_part values (1,1),(2,1),(1,3);
insert into actor values (1,'Ada'),(2,'Bea'),(3,'Cy');
insert into director values (1,'Dir One'),(2,'Dir Two'),(3,'Dir None');
insert into film values (1,'Film A',2000,7.5,1),(2,'Film B',2001,6,1),(3,'Film C',2001,null,2),(4,'Film D',2010,9,null);
insert into role_ values (1,1,'Hero'),(1,2,'Villain'),(2,1,'Friend'),(3,3,'Self');
insert into nomination values (1,1,'Gold'),(2,3,'Silver');
insert into priv.secret values (1,1); insert into priv.junction values (1,1),(1,2);
insert into v2.thing values (1,'t1',1),(2,'t2',null); insert into v2.child values (1,1,5),(2,1,6); insert into v2.client values (9,'V2 client');
insert into "Weird Schema"."T" values (1,'w');
insert into reps values (1,'red', 16711680, '2018-01-02 00:00+00', '\x0102ff'),(2,'null',null,null,null),(3,'dflt',255,'2020-02-02 02:02+00','');
insert into rep_child values (1,1,1),(2,1,255);
insert into a_t values (1,null),(2,null); insert into b_t values (1,1),(2,1); update a_t set b_id = 2 where id = 2;
insert into mm_l values (1),(2); insert into mm_r values (1),(2); insert into mm_j values (1,1,2),(2,1,1); insert into multi_uq values (1,1,2);
grant all on all tables in schema api, v2, "Weird Schema" to case_anon, case_user;
grant usage, select on all sequences in schema api to case_anon, case_user;
revoke all on denied, rls, ro from case_anon; grant select on ro to case_anon;
revoke all on hidden_col from case_anon; grant select (id, pub), insert (id, pub), update (pub) on hidden_col to case_anon;
revoke execute on function ret_bool() from public;
refresh materialized view director_mat;
-- Estimates as after an autovacuum.
analyze big; analyze empty_t;
