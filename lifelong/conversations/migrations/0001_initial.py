import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import lifelong.lib.ids
import lifelong.lib.words
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('channels', '0001_initial'),
        ('customers', '0001_initial'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('message_in', 'Message from the customer'), ('message_out', 'Message from us'), ('note', 'Note'), ('event', 'Event')], max_length=20)),
                ('channel', models.CharField(choices=[('email', 'Mail'), ('chat', 'Chat'), ('sms', 'Text'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('instagram', 'Instagram'), ('voice', 'Call'), ('self-service', 'Self-service'), ('custom', 'Other')], default='', max_length=20)),
                ('placed_at', models.DateTimeField()),
                ('position', models.PositiveIntegerField()),
                ('revision', models.PositiveBigIntegerField()),
                ('text', models.TextField(default='')),
                ('details', models.JSONField(default=dict)),
                ('redacted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(lifelong.lib.words.Together(lifelong.lib.words.WordsOf('text'), lifelong.lib.words.DayOf('placed_at')), condition=models.Q(models.Q(('kind', 'event'), _negated=True), ('redacted_at', None), ('withdrawn_at', None)), gin_pending_list_limit=256, name='entry_by_words')],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('delivery_id', models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('joined_revision', models.PositiveBigIntegerField(default=0)),
                ('before', models.JSONField(null=True)),
                ('last_owned_at', models.DateTimeField(null=True)),
                ('channel', models.CharField(choices=[('email', 'Mail'), ('chat', 'Chat'), ('sms', 'Text'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('instagram', 'Instagram'), ('voice', 'Call'), ('self-service', 'Self-service'), ('custom', 'Other')], default='email', max_length=20)),
                ('status', models.CharField(choices=[('new', 'New'), ('open', 'Open'), ('pending', 'Pending'), ('closed', 'Closed')], default='closed', max_length=10)),
                ('waiting_since', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('live_until', models.DateTimeField(null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('revision', models.PositiveBigIntegerField(default=0)),
                ('last_entry_at', models.DateTimeField(null=True)),
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('inbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.inbox')),
                ('last_owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='conversations.conversation')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('lead__isnull', False)), fields=['lead'], name='conversation_joined'), models.Index(condition=models.Q(('owner', None), ('status', 'new')), fields=['inbox', 'channel', 'due_at'], name='conversation_unowned'), models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', 'status', 'channel'], name='conversation_owned'), models.Index(condition=models.Q(('live_until__isnull', False), ('owner__isnull', False)), fields=['owner', 'live_until'], name='conversation_live'), models.Index(fields=['inbox', 'status', 'due_at'], name='conversation_by_status'), models.Index(condition=models.Q(('last_entry_at__isnull', False), ('status', 'closed')), fields=['-last_entry_at'], name='conversation_lately_closed'), models.Index(condition=models.Q(('last_entry_at__isnull', False), ('lead', None)), fields=['-last_entry_at', '-id'], name='conversation_by_activity'), models.Index(condition=models.Q(('waiting_since__isnull', False)), fields=['waiting_since', 'id'], name='conversation_by_wait')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lead', None), models.Q(('status', ''), _negated=True)), models.Q(('lead__isnull', False), ('owner', None), ('status', ''), ('waiting_since', None)), _connector='OR'), name='who_is_joined_has_no_standing'), models.CheckConstraint(condition=models.Q(('lead', None), ('lead__lt', models.F('id')), _connector='OR'), name='an_older_one_leads')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('email', 'Mail'), ('chat', 'Chat'), ('sms', 'Text'), ('whatsapp', 'WhatsApp'), ('messenger', 'Messenger'), ('instagram', 'Instagram'), ('voice', 'Call'), ('self-service', 'Self-service'), ('custom', 'Other')], max_length=20)),
                ('subject', models.CharField(default='', max_length=300)),
                ('opened_at', models.DateTimeField()),
                ('begun_by', models.CharField(choices=[('customer', 'the customer'), ('us', 'us')], default='customer', max_length=10)),
                ('waiting_since', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('first_due_at', models.DateTimeField(null=True)),
                ('first_reply_at', models.DateTimeField(null=True)),
                ('set_aside_on', models.CharField(choices=[('customer', 'the customer'), ('colleague', 'a colleague'), ('warehouse', 'the warehouse'), ('carrier', 'a carrier'), ('bank', 'a bank')], default='', max_length=20)),
                ('set_aside_until', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('resolution', models.CharField(choices=[('solved', 'Solved'), ('no-reply-needed', 'No reply needed'), ('spam', 'Spam'), ('abandoned', 'Abandoned'), ('combined', 'Combined with another')], default='', max_length=20)),
                ('closed_reason', models.CharField(default='', max_length=300)),
                ('before', models.JSONField(null=True)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('confirmed', models.BooleanField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('combined_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.contact')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('endpoint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.endpoint')),
                ('first_reply_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='conversations.conversation')),
            ],
            options={
                'indexes': [models.Index(fields=['conversation', '-opened_at'], name='contact_of_conversation'), models.Index(condition=models.Q(('closed_at', None), ('set_aside_until__isnull', False)), fields=['set_aside_until'], name='contact_to_wake')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer_id', models.UUIDField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('kind', models.CharField(default='reply', max_length=20)),
                ('text', models.TextField(default='')),
                ('file_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('changed_at', models.DateTimeField()),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversation', 'agent'), name='one_draft_per_agent')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='message', serialize=False, to='conversations.entry')),
                ('customer_id', models.UUIDField()),
                ('subject', models.CharField(default='', max_length=998)),
                ('html', models.TextField(null=True)),
                ('quoted', models.TextField(default='')),
                ('recipients', models.JSONField(default=list)),
                ('copied', models.JSONField(default=list)),
                ('external_id', models.CharField(default='', max_length=998)),
                ('answers', models.JSONField(default=list)),
                ('automatic', models.CharField(default='', max_length=40)),
                ('purpose', models.CharField(choices=[('answers', 'answers'), ('updates', 'news of their orders'), ('offers', 'offers')], default='answers', max_length=10)),
                ('marks', models.JSONField(default=list)),
                ('delivery_id', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(django.db.models.functions.text.MD5('external_id'), condition=models.Q(('external_id', ''), _negated=True), name='message_by_external_id')],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sending', serialize=False, to='conversations.entry')),
                ('customer_id', models.UUIDField()),
                ('state', models.CharField(choices=[('queued', 'waiting to be sent'), ('sending', 'being sent'), ('accepted', 'sent'), ('delivered', 'delivered'), ('bounced', 'came back'), ('failed', 'not sent'), ('unknown', 'perhaps sent'), ('withdrawn', 'taken back')], default='queued', max_length=12)),
                ('recipient', models.CharField(max_length=320)),
                ('queued_at', models.DateTimeField()),
                ('send_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('in_doubt', models.BooleanField(default=False)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('hours', models.JSONField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('words', models.CharField(default='', max_length=500)),
                ('before', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'sending'])), fields=['next_try_at'], name='sending_due'), models.Index(condition=models.Q(('state__in', ['failed', 'bounced', 'unknown'])), fields=['-failed_at', '-entry'], name='sending_undelivered')],
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='conversations.contact'),
        ),
        migrations.AddField(
            model_name='entry',
            name='conversation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.conversation'),
        ),
        migrations.AddField(
            model_name='entry',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='entry',
            name='handle',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.handle'),
        ),
        migrations.CreateModel(
            name='AwaitedFile',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer_id', models.UUIDField()),
                ('place', models.PositiveSmallIntegerField()),
                ('url', models.CharField(max_length=2000)),
                ('content_type', models.CharField(max_length=120)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('words', models.CharField(default='', max_length=300)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awaited', to='conversations.entry')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at'], name='file_awaited')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('content_id', models.CharField(default='', max_length=255)),
                ('inline', models.BooleanField(default=False)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='conversations.entry')),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.entry')),
            ],
            options={
                'indexes': [models.Index(fields=['agent', '-at'], name='mention_of_agent'), models.Index(condition=models.Q(('seen_at', None)), fields=['agent'], name='mention_unseen')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'agent'), name='mentioned_once')],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer_id', models.UUIDField()),
                ('text', models.CharField(default='', max_length=200)),
                ('pinned_at', models.DateTimeField()),
                ('unpinned_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.entry')),
                ('unpinned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('unpinned_at', None)), fields=['conversation', 'pinned_at'], name='pinned_now')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('unpinned_at', None)), fields=('entry',), name='a_note_is_pinned_once'), models.CheckConstraint(condition=models.Q(models.Q(('entry', None), models.Q(('text', ''), _negated=True)), models.Q(('entry__isnull', False), ('text', '')), _connector='OR'), name='a_pin_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer_id', models.UUIDField()),
                ('text', models.CharField(max_length=300)),
                ('due_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('kept', models.BooleanField(null=True)),
                ('risen_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='conversations.contact')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='conversations.conversation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['due_at'], name='promise_open')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='one_tag_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Tagging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='conversations.contact')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.tag')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contact', 'tag'), name='one_tagging_per_contact')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('is_active', models.BooleanField(default=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='conversations.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('parent', 'name'), name='topic_name', nulls_distinct=False)],
            },
        ),
        migrations.AddField(
            model_name='contact',
            name='topic',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.topic'),
        ),
        migrations.CreateModel(
            name='Viewing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
                ('typing_at', models.DateTimeField(null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversation', 'agent'), name='one_viewing_per_agent')],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='endpoint',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.endpoint'),
        ),
        migrations.AddField(
            model_name='sending',
            name='endpoint',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.endpoint'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['conversation', '-placed_at', '-position'], name='entry_by_place'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['conversation', 'revision'], name='entry_by_revision'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('conversation', 'position'), name='one_entry_per_position'),
        ),
        migrations.AddIndex(
            model_name='sending',
            index=models.Index(condition=models.Q(('accepted_at__isnull', False)), fields=['endpoint', '-accepted_at'], name='sending_left'),
        ),
        migrations.AddIndex(
            model_name='sending',
            index=models.Index(condition=models.Q(('failed_at__isnull', False)), fields=['endpoint', '-failed_at'], name='sending_failing'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['topic'], name='contact_open_topic'),
        ),
    ]
